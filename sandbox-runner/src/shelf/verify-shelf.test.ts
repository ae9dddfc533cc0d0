import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shelfLayout } from './layout.ts';
import { verifyShelf } from './verify-shelf.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-shelf-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const [config, layer] = ['{"config":1}', 'a layer of 24 characters'];
const manifest = JSON.stringify({
  config: { digest: sha256(config), size: config.length },
  layers: [{ digest: sha256(layer), size: layer.length }],
});
const lock = `# a comment\nnumpy==2.0 --hash=${sha256('numpy')}\ntyping_extensions==4.1 --hash=${sha256('typing')}\n`;
const declared = { images: [{ reference: 'a:1' }], services: [{ reference: 'redis:7' }], lock };
const image = { reference: 'a:1', aliases: [], standIn: true, manifest: sha256(manifest) };

/** A shelf with everything that is declared, except images of services. */
async function completeShelf() {
  const layout = shelfLayout(folder);
  await mkdir(layout.wheels, { recursive: true });
  await mkdir(layout.blobs, { recursive: true });
  await writeFile(layout.imagesRecord, JSON.stringify([image]));
  const blob = (content: string) => join(layout.blobs, sha256(content).replace('sha256:', ''));
  for (const content of [config, layer, manifest]) await writeFile(blob(content), content);
  const wheel = {
    numpy: join(layout.wheels, 'numpy-2.0-cp311-cp311-manylinux_2_17_x86_64.whl'),
    typing: join(layout.wheels, 'typing_extensions-4.1-py3-none-any.whl'),
  };
  await writeFile(wheel.numpy, 'numpy');
  await writeFile(wheel.typing, 'typing');
  return { layout, blob, wheel };
}

const verify = (maxBytes = 1_000) => verifyShelf(folder, maxBytes, new AbortController().signal, declared);

test('a complete shelf', async () => {
  await completeShelf();
  expect(await verify()).toEqual({
    images: [image],
    services: [],
    wheels: 2,
    missing: [],
    missingServices: ['redis:7'],
    damaged: [],
    readBytes: config.length + layer.length + 'numpytyping'.length,
  });
});

test('no shelf', async () => expect(await verify()).toBeUndefined());

test('a shelf without a declared image', async () => {
  const { layout } = await completeShelf();
  await writeFile(layout.imagesRecord, JSON.stringify([{ ...image, reference: 'b:1' }]));
  expect(await verify()).toMatchObject({ missing: ['a:1'], damaged: [] });
});

test('a shelf with a different version of a wheel', async () => {
  const { layout, wheel } = await completeShelf();
  await rm(wheel.numpy);
  await writeFile(join(layout.wheels, 'numpy-2.1-py3-none-any.whl'), 'numpy');
  expect(await verify()).toMatchObject({ missing: ['numpy==2.0'], wheels: 1, damaged: [] });
});

test('a wheel with one changed byte', async () => {
  const { wheel } = await completeShelf();
  await writeFile(wheel.typing, 'typinG');
  expect(await verify()).toMatchObject({ missing: [], damaged: [wheel.typing] });
  // Nothing is read beyond the limit.
  expect(await verify(1)).toMatchObject({ damaged: [], readBytes: 0 });
});

test('a truncated layer, whatever is read', async () => {
  const { blob } = await completeShelf();
  await truncate(blob(layer), 5);
  expect(await verify(0)).toMatchObject({ damaged: [blob(layer)] });
});

test('a missing layer', async () => {
  const { blob } = await completeShelf();
  await rm(blob(layer));
  expect(await verify(0)).toMatchObject({ damaged: [blob(layer)] });
});

test('a damaged manifest', async () => {
  const { blob } = await completeShelf();
  await writeFile(blob(manifest), `${manifest} `);
  expect(await verify(0)).toMatchObject({ damaged: [blob(manifest)] });
});
