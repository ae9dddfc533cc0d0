import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStoredManifest } from '@dfm/image/archive/stored-image';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import type { Engine } from '../src/engine/engine-types.ts';
import { hasImage } from '../src/engine/host.ts';
import { inspectImage } from '../src/engine/images.ts';
import { runCommand } from '../src/host/command.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import type { DeclaredImage } from '../src/shelf/declared.ts';
import { recordImages, type ShelfImage, shelveImages } from '../src/shelf/images.ts';
import { type ShelfLayout, shelfLayout } from '../src/shelf/layout.ts';
import { blobPath, shelfImageStore } from '../src/shelf/registry-blobs.ts';
import { queryRegistry } from '../src/shelf/registry.ts';
import type { StandInContext } from '../src/shelf/stand-in.ts';
import { step } from '../src/shelf/step.ts';
import { pushImage, pushIndex, type Registry, startFailingRoute, startRegistry } from './registry-fixture.ts';
import { build, testEnv } from './sandbox-fixture.ts';

/** Unique content, so that the engine has its layer only if it pulled it. */
const first = `first ${randomUUID()}`;
const noDigest = `sha256:${'0'.repeat(64)}`;

let dir: string;
let engine: Engine;
let registry: Registry;
let pushed: { digest: string; layer: string };
let layout: ShelfLayout;
let messages: string[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shelf-images-'));
  engine = connectEngine(readRunnerEnv().DOCKER_SOCKET);
  registry = await startRegistry(dir);
  pushed = await pushImage(registry.host, 'base', '1', first);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  layout = shelfLayout(await mkdtemp(join(dir, 'shelf-')));
  messages = [];
});

function declared(image: Partial<DeclaredImage> = {}): DeclaredImage {
  return { reference: `${registry.host}/base:1`, aliases: [], standIn: 'tiny', ...image };
}

/** Prepares a stand-in of one file, instead of those built from Debian, which take minutes. */
async function prepareStandIn(): Promise<StandInContext> {
  await mkdir(layout.buildContext, { recursive: true });
  await writeFile(
    join(layout.buildContext, 'Dockerfile'),
    'FROM scratch AS tiny\nCOPY Dockerfile /\nLABEL dfm.stand-in=true\n',
  );
  return { folder: layout.buildContext, buildArgs: {} };
}

function shelve(image: DeclaredImage, inputs = 'same'): Promise<ShelfImage[]> {
  const progress = (_step: string, message: string) => void messages.push(message);
  return shelveImages({ engine, layout, progress, prepareStandIn }, [image], (name, work) =>
    step(layout.done, name, inputs, progress, work),
  );
}

/** Content of the file in an image on the shelf, read from the blobs that sandboxes pull. */
async function contentOf({ manifest }: ShelfImage): Promise<string> {
  const { layers } = await readStoredManifest(
    shelfImageStore(layout),
    manifest,
    new AbortController().signal,
  );
  return runCommand('tar', ['-xzOf', blobPath(layout, layers[0]!.digest), 'content']);
}

describe('an image that a registry has', () => {
  test('is pulled once by its tag, and its digest is recorded', async () => {
    const [entry] = await shelve(declared());
    expect(entry).toMatchObject({ standIn: false, digest: pushed.digest });
    expect(await contentOf(entry!)).toBe(first);
    expect(await hasImage(engine, `${registry.host}/base@${pushed.digest}`)).toBe(false);
    expect(await hasImage(engine, `dfm-shelf:${registry.host.replace(':', '-')}-base-1`)).toBe(false);
    messages.length = 0;
    expect(await shelve(declared())).toEqual([entry]);
    expect(messages).toEqual(['already done']);
  });

  test('keeps the digest of the first pull when the shelf is rebuilt after the tag has moved', async () => {
    const moving = declared({ reference: `${registry.host}/moving:1` });
    const { digest } = await pushImage(registry.host, 'moving', '1', 'old');
    await shelve(moving, 'first inputs');
    expect((await pushImage(registry.host, 'moving', '1', 'new')).digest).not.toBe(digest);
    const [entry] = await shelve(moving, 'other inputs');
    expect(entry?.digest).toBe(digest);
    expect(await contentOf(entry!)).toBe('old');
  });

  test('is pulled by a declared digest, whatever its tag points to', async () => {
    const second = await pushImage(registry.host, 'base', '2', 'second');
    const [entry] = await shelve(declared({ digest: second.digest }));
    expect(entry).toMatchObject({ standIn: false, digest: second.digest });
    expect(await contentOf(entry!)).toBe('second');
  });

  test('is pulled from an index for this platform, with the index’s digest', async () => {
    const amd64 = await pushImage(registry.host, 'many', 'amd64', 'for amd64');
    const arm64 = await pushImage(registry.host, 'many', 'arm64', 'for arm64', 'arm64');
    const index = await pushIndex(registry.host, 'many', 'multi', {
      arm64: arm64.digest,
      amd64: amd64.digest,
    });
    const [entry] = await shelve(declared({ reference: `${registry.host}/many:multi` }));
    expect(entry).toMatchObject({ standIn: false, digest: index });
    expect(await contentOf(entry!)).toBe('for amd64');
  });

  test('stays in the engine if it was there before', async () => {
    const pulled = `${registry.host}/base@${pushed.digest}`;
    const stream = await engine.pull(pulled);
    for await (const _ of stream);
    await shelve(declared());
    expect(await hasImage(engine, pulled)).toBe(true);
    await engine.getImage(pulled).remove();
  });
});

describe('an image that a registry does not have', () => {
  test('is rejected for an unknown digest, which is named', async () => {
    await expect(shelve(declared({ digest: noDigest }))).rejects.toThrow(
      `does not have ${registry.host}/base@${noDigest}`,
    );
  });

  test('is rejected for an unknown tag', async () => {
    await expect(shelve(declared({ reference: `${registry.host}/base:none` }))).rejects.toThrow(
      `does not have ${registry.host}/base:none`,
    );
  });
});

describe('without a registry', () => {
  test.each([
    [
      'no one answers from the start',
      async () => ({ host: '127.0.0.1:1', async [Symbol.asyncDispose]() {} }),
      'no registry answers',
    ],
    [
      'the registry disconnects during the pull',
      () => startFailingRoute(registry.host, pushed.layer),
      'the registry stopped answering',
    ],
  ])('a stand-in is built: %s', async (_name, open, why) => {
    const route = await open();
    const [entry] = await shelve(declared({ reference: `${route.host}/base:1` })).finally(() =>
      route[Symbol.asyncDispose](),
    );
    expect(entry).toMatchObject({ standIn: true });
    expect(entry?.digest).toBeUndefined();
    expect(messages).toContainEqual(expect.stringContaining(why));
    expect(messages).toContain('building a stand-in (stage tiny)');
  });

  test('a query returns the reason', async () => {
    expect(await queryRegistry(engine, '127.0.0.1:1/base:1')).toMatchObject({
      kind: 'no-answer',
      reason: expect.stringContaining('refused'),
    });
  });
});

test('a sandbox builds on a pulled image by its name and by its alias, and the image is not marked as a stand-in', async () => {
  const image = declared({ aliases: ['alias:1'] });
  await mkdir(layout.www, { recursive: true });
  await recordImages(layout, await shelve(image));
  const env = {
    ...testEnv({ SANDBOX_WARM: '0', SANDBOX_DISK_MB: '512' }),
    SHELF_DIR: join(layout.www, '..'),
    DATA_DIR: join(layout.www, '../data'),
  };
  await prepareSandboxImage(env, () => {});
  const pool = await createSandboxPool(env, (error) => console.error(error));
  try {
    const sandbox = await pool.acquire('ada');
    for (const name of [image.reference, 'alias:1']) {
      expect(await build(sandbox, `FROM ${name}\nCOPY Dockerfile /\n`)).toMatchObject({ kind: 'built' });
      expect((await inspectImage(sandbox.engine, name))?.labels).toEqual({});
    }
  } finally {
    await pool.close();
  }
  expect(JSON.parse(await readFile(layout.imagesRecord, 'utf8'))).toMatchObject([
    { standIn: false, digest: pushed.digest },
  ]);
});
