import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage } from '../src/engine/build.ts';
import { connectEngine, engineAnswers } from '../src/engine/connect.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { countsOf, remnantsIn } from './remnants.ts';
import { build, openPool, type PoolFixture, testEnv } from './sandbox-fixture.ts';

let fixture: PoolFixture;
beforeAll(async () => {
  fixture = await openPool();
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** Resources of sandboxes on the host. */
const remnants = () => remnantsIn(fixture.env.DATA_DIR, fixture.env.DOCKER_SOCKET);

describe('the pool', () => {
  test('gives a learner the kept sandbox with its cache, and never gives it to anyone else', async () => {
    const dockerfile = 'FROM debian:bookworm-slim\nRUN date +%s%N > /when';
    const imageOf = async ({ engine }: Sandbox) => (await engine.getImage('test:latest').inspect()).Id;
    const ada = await fixture.pool.acquire('ada');
    await build(ada, dockerfile);
    const first = await imageOf(ada);
    await fixture.pool.release(ada, 'keep');
    const bob = await fixture.pool.acquire('bob');
    expect(bob.id).not.toBe(ada.id);
    expect(await bob.engine.listImages({ filters: { reference: ['test'] } })).toEqual([]);
    const again = await fixture.pool.acquire('ada');
    expect(again).toBe(ada);
    await build(again, dockerfile);
    expect(await imageOf(again)).toBe(first);
    await fixture.pool.release(bob, 'discard');
    await fixture.pool.release(again, 'discard');
    expect(await bob.engineAnswers()).toBe(false);
    expect(countsOf(await remnants()).container).toBeUndefined();
  });

  test('gives every sandbox its own range of UIDs', async () => {
    const sandboxes = [await fixture.pool.acquire('ada'), await fixture.pool.acquire('bob')];
    const host = connectEngine(fixture.env.DOCKER_SOCKET);
    const uids = await Promise.all(
      sandboxes.map(async ({ id }) => {
        const { State } = await host.getContainer(`dfm-sandbox-${id}`).inspect();
        return Number(/^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${State.Pid}/status`, 'utf8'))?.[1]);
      }),
    );
    expect(Math.abs((uids[0] ?? 0) - (uids[1] ?? 0))).toBeGreaterThanOrEqual(65_537);
    expect(Math.min(...uids)).toBeGreaterThanOrEqual(fixture.env.SANDBOX_UID_BASE);
    for (const sandbox of sandboxes) await fixture.pool.release(sandbox, 'discard');
  });

  test('replaces a kept sandbox whose engine was killed', async () => {
    const first = await fixture.pool.acquire('ada');
    await fixture.pool.release(first, 'keep');
    await connectEngine(fixture.env.DOCKER_SOCKET).getContainer(`dfm-sandbox-${first.id}`).kill();
    const second = await fixture.pool.acquire('ada');
    expect(second.id).not.toBe(first.id);
    expect(await second.fault()).toBeUndefined();
    await fixture.pool.release(second, 'discard');
  });

  test('reports an engine that died during a run', async () => {
    const sandbox = await fixture.pool.acquire('ada');
    await connectEngine(fixture.env.DOCKER_SOCKET).getContainer(`dfm-sandbox-${sandbox.id}`).kill();
    expect(await sandbox.fault()).toMatchObject({ kind: 'engine-lost' });
    await fixture.pool.release(sandbox, 'discard');
  });

  test('reports an engine that died in the middle of a build', async () => {
    const sandbox = await fixture.pool.acquire('ada');
    const building = buildImage(sandbox.engine, {
      dockerfile: 'FROM debian:bookworm-slim\nRUN echo started; sleep 1000',
      files: [],
      tag: 'test:latest',
      lineOf: () => undefined,
      logCapBytes: 1_000,
      onLog: () =>
        void connectEngine(fixture.env.DOCKER_SOCKET).getContainer(`dfm-sandbox-${sandbox.id}`).kill(),
    });
    await expect(building).rejects.toMatchObject({ code: 'engine-lost' });
    await fixture.pool.release(sandbox, 'discard');
  });

  test('leaves nothing on the host after close', async () => {
    const before = await remnants();
    const own = await createSandboxPool(fixture.env, (error) => console.error(error));
    const sandbox = await own.acquire('ada');
    await own.release(await own.acquire('bob'), 'keep');
    expect(countsOf(await remnants())).toMatchObject({ container: 2, mount: 2, 'loop device': 2 });
    await own.close();
    expect(await sandbox.engineAnswers()).toBe(false);
    expect(await remnants()).toEqual(before);
  });

  test('still creates sandboxes while another process prepares the same data folder with different settings', async () => {
    await prepareSandboxImage(testEnv({ SANDBOX_DISK_MB: '3072' }), () => {});
    const sandbox = await fixture.pool.acquire('ada');
    expect(await sandbox.fault()).toBeUndefined();
    await fixture.pool.release(sandbox, 'discard');
    await prepareSandboxImage(fixture.env, () => {});
    expect(
      (await readdir(join(fixture.env.DATA_DIR, 'sandboxes/disks'))).filter((name) =>
        name.startsWith('template-'),
      ),
    ).toHaveLength(1);
  });

  test('removes the remains of a killed runner, and does not affect the sandboxes of a live one', async () => {
    const living = await fixture.pool.acquire('ada');
    const before = await remnants();
    const program = `
      import { createSandboxPool } from '${join(import.meta.dirname, '../src/sandbox/create-pool.ts')}';
      import { readRunnerEnv } from '${join(import.meta.dirname, '../src/config/env.ts')}';
      const pool = await createSandboxPool(readRunnerEnv(), (error) => console.error(error));
      console.log((await pool.acquire('victim')).engineSocket);
      setInterval(() => {}, 1000);`;
    const variables = Object.fromEntries(
      Object.entries(testEnv())
        // Others are lists, which are empty.
        .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
        .map(([name, value]) => [name, String(value)]),
    );
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [socket] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(await engineAnswers(socket.trim())).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(countsOf(await remnants()).container).toBe(2);

    const next = await createSandboxPool(fixture.env, (error) => console.error(error));
    await next.close();
    expect(await engineAnswers(socket.trim())).toBe(false);
    await expect(access(join(socket.trim(), '../..'))).rejects.toThrow();
    expect(await remnants()).toEqual(before);
    expect(await living.fault()).toBeUndefined();
    await fixture.pool.release(living, 'discard');
  });
});
