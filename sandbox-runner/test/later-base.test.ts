import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import type { DeclaredImage } from '../src/shelf/declared.ts';
import { recordImages, shelveImages } from '../src/shelf/images.ts';
import { shelfLayout } from '../src/shelf/layout.ts';
import { build, testEnv } from './sandbox-fixture.ts';

const declared = ['one', 'two'].map((name): DeclaredImage => ({
  reference: `localhost:1/${name}:1`,
  aliases: [`${name}:1`],
  standIn: name,
}));

let dir: string;
let env: RunnerEnv;
let pool: SandboxPool | undefined;

beforeAll(async () => {
  const machine = testEnv();
  await mkdir(machine.DATA_DIR, { recursive: true });
  dir = await mkdtemp(join(machine.DATA_DIR, 'later-base-'));
  env = {
    ...testEnv({ SANDBOX_DISK_MB: '512' }),
    DATA_DIR: join(dir, 'data'),
    SHELF_DIR: join(dir, 'shelf'),
  };
});
afterAll(async () => {
  await pool?.close();
  await rm(dir, { recursive: true, force: true });
});

/** Prepares stand-ins of one file each, instead of those built from Debian, which take minutes. */
async function prepare(count: number): Promise<void> {
  const layout = shelfLayout(env.SHELF_DIR);
  const prepareStandIn = async () => {
    for (const folder of [layout.buildContext, layout.www]) await mkdir(folder, { recursive: true });
    await writeFile(
      join(layout.buildContext, 'Dockerfile'),
      declared
        .map(({ standIn }) => `FROM scratch AS ${standIn}\nCOPY Dockerfile /\nLABEL of=${standIn}\n`)
        .join(''),
    );
    return { folder: layout.buildContext, buildArgs: {} };
  };
  const tools = { engine: connectEngine(env.DOCKER_SOCKET), layout, progress: () => {}, prepareStandIn };
  await recordImages(layout, await shelveImages(tools, declared.slice(0, count), (_name, work) => work()));
  await prepareSandboxImage(env, () => {});
}

test('a pool switches to a template with more base images: kept sandboxes are destroyed, busy ones stay until they are released', async () => {
  await prepare(1);
  pool = await createSandboxPool(env, (error) => console.error(error));
  await pool.renew();
  expect(pool.template().bases).toEqual(['localhost:1/one:1', 'one:1']);
  const busy = await pool.acquire('ada');
  expect(await build(busy, 'FROM two:1\nCOPY Dockerfile /x\n')).toMatchObject({ kind: 'failed' });

  await prepare(2);
  await pool.renew();
  expect(pool.template().bases).toEqual(['localhost:1/one:1', 'one:1', 'localhost:1/two:1', 'two:1']);
  expect(await build(busy, 'FROM one:1\nCOPY Dockerfile /x\n')).toMatchObject({ kind: 'built' });
  await pool.release(busy, 'keep');

  const after = await pool.acquire('ada');
  expect(after).not.toBe(busy);
  for (const name of ['one:1', 'two:1'])
    expect(await build(after, `FROM ${name}\nCOPY Dockerfile /x\n`)).toMatchObject({ kind: 'built' });
  await pool.release(after, 'discard');
});
