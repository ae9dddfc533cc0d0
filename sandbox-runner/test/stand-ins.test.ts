import { replayLayers, type ImageEvidence } from '@dfm/grading';
import { readStoredImage } from '@dfm/image/archive/stored-image';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { declaredImages } from '../src/shelf/declared.ts';
import { readShelfImages } from '../src/shelf/images.ts';
import { shelfLayout } from '../src/shelf/layout.ts';
import { officialImage, type OfficialImage } from '../src/shelf/official-images.ts';
import { shelfImageStore } from '../src/shelf/registry-blobs.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

/** Variables that may differ, because a stand-in is built from Debian's release of Python. */
const releaseVariable = /^PYTHON_(VERSION|SHA256)=/;
const links = {
  idle: 'idle3',
  pip: 'pip3',
  pydoc: 'pydoc3',
  python: 'python3',
  'python-config': 'python3-config',
  python3: 'python3.11',
};

let fixture: PoolFixture;
let sandbox: Sandbox;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('stand-ins');
});
afterAll(() => fixture[Symbol.asyncDispose]());

describe.each((await declaredImages()).map(({ reference }) => reference))('%s', (reference) => {
  let official: OfficialImage;
  let image: ImageEvidence;

  beforeAll(async () => {
    official = (await officialImage(reference))!;
    const layout = shelfLayout(fixture.env.SHELF_DIR);
    const shelved = (await readShelfImages(layout)).find((candidate) => candidate.reference === reference)!;
    image = await readStoredImage(
      shelfImageStore(layout),
      shelved.manifest,
      {},
      new AbortController().signal,
    );
  });

  test('is as large as the official image, within 10 %', () => {
    const bytes = image.layers.flatMap(({ entries }) => entries).reduce((sum, entry) => sum + entry.bytes, 0);
    expect(bytes / 1e6).toBeGreaterThan(official.megabytes * 0.9);
    expect(bytes / 1e6).toBeLessThan(official.megabytes * 1.1);
  });

  test('has the same number of layers, command and environment', () => {
    expect(image.layers).toHaveLength(official.layers);
    expect(image.config).toMatchObject({ cmd: official.command, entrypoint: null, user: '' });
    const environment = Object.entries(official.environment).map(([name, value]) => `${name}=${value}`);
    expect(image.config.env.filter((entry) => !releaseVariable.test(entry))).toEqual(
      environment.filter((entry) => !releaseVariable.test(entry)),
    );
    expect(image.config.env.map((entry) => entry.split('=')[0])).toEqual(Object.keys(official.environment));
  });

  test('has Python in the same place as the official image, and no bytecode', () => {
    const live = replayLayers(image.layers, 0).live;
    const inLocal = live.filter(({ path }) => path.startsWith('usr/local/'));
    expect(inLocal.filter(({ path }) => path.endsWith('.pyc'))).toEqual([]);
    const linked = Object.fromEntries(
      inLocal.flatMap(({ path, linkname }) =>
        linkname !== undefined && path.startsWith('usr/local/bin/')
          ? [[path.slice('usr/local/bin/'.length), linkname]]
          : [],
      ),
    );
    if (official.environment.PYTHON_VERSION === undefined) expect(linked).toEqual({});
    else expect(linked).toMatchObject(links);
  });

  test('installs Debian and Python packages', async () => {
    const pip =
      official.environment.PYTHON_VERSION === undefined
        ? ''
        : ' && pip install threadpoolctl && python -c "import threadpoolctl, ssl, sqlite3, ctypes, bz2, lzma, readline, uuid"';
    const { kind, log } = await build(
      sandbox,
      `FROM ${reference}\nRUN apt-get update && apt-get install -y --no-install-recommends netcat-openbsd && nc -h${pip}`,
    );
    expect(log).not.toMatch(/not signed|unauthenticated/i);
    expect(kind).toBe('built');
  });
});
