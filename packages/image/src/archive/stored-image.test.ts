import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { Canaries } from '../secrets/canaries.ts';
import { readStoredBase, readStoredImage, type ImageStore } from './stored-image.ts';

const sha256 = (content: Buffer | string) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const token = `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`;
const noAbort = new AbortController().signal;

async function tarOf(path: string, content: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: path }, content);
  tar.finalize();
  return buffer(tar as AsyncIterable<Buffer>);
}

/** A store with one image that records which layers were read. */
function storeOf(
  layers: Buffer[],
  forged: { layer?: Buffer; config?: string; pack?: (layer: Buffer) => Buffer } = {},
): { store: ImageStore; imageId: string; read: string[]; diffIds: string[] } {
  const diffIds = layers.map(sha256);
  const stored = layers.map((layer) => forged.pack?.(layer) ?? layer);
  const config = JSON.stringify({ rootfs: { diff_ids: diffIds } });
  const descriptor = (content: Buffer | string) => ({
    digest: sha256(content),
    size: Buffer.byteLength(content),
  });
  const manifest = JSON.stringify({ config: descriptor(config), layers: stored.map(descriptor) });
  const read: string[] = [];
  const documents = new Map([
    [sha256(manifest), manifest],
    [sha256(config), forged.config ?? config],
  ]);
  const store: ImageStore = {
    blob: (digest) => {
      const document = documents.get(digest);
      if (document !== undefined) return Readable.from([Buffer.from(document)]);
      const index = stored.findIndex((layer) => sha256(layer) === digest);
      if (index < 0) throw new Error(`no blob ${digest}`);
      read.push(diffIds[index]!);
      return Readable.from([forged.layer ?? stored[index]!]);
    },
  };
  return { store, imageId: sha256(manifest), read, diffIds };
}

test('a layer that was read before is not read again, regardless of the image', async () => {
  const [base, packages, code, otherCode] = await Promise.all([
    tarOf('base', 'one'),
    tarOf('packages', 'two'),
    tarOf('code', 'three'),
    tarOf('code', 'four'),
  ]);
  const first = storeOf([base, packages, code]);
  const image = await readStoredImage(first.store, first.imageId, {}, noAbort);
  expect(image.layers.map(({ diffId, entries }) => [diffId, entries.map(({ path }) => path)])).toEqual([
    [first.diffIds[0], ['base']],
    [first.diffIds[1], ['packages']],
    [first.diffIds[2], ['code']],
  ]);
  expect(first.read).toEqual(first.diffIds);

  const second = storeOf([base, packages, otherCode]);
  await readStoredImage(second.store, second.imageId, {}, noAbort);
  expect(second.read).toEqual([second.diffIds[2]]);
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('a base compressed by %s is read like any other', async (_, compress) => {
  const [base, own] = await Promise.all([tarOf('base', `packed by ${compress.name}`), tarOf('own', 'x')]);
  const image = storeOf([base, own], { pack: (layer) => (layer === base ? compress(layer) : layer) });
  const { layers } = await readStoredImage(
    image.store,
    image.imageId,
    { baseDiffIds: [image.diffIds[0]!] },
    noAbort,
  );
  expect(layers.map(({ diffId }) => diffId)).toEqual(image.diffIds);
});

test('a missing layer is reported', async () => {
  const layer = await tarOf('gone', 'x');
  const image = storeOf([layer], { layer: Buffer.alloc(0) });
  await expect(readStoredImage(image.store, image.imageId, {}, noAbort)).rejects.toMatchObject({
    code: 'missing-blob',
  });
});

test('a manifest with fewer layers than the configuration is rejected', async () => {
  const layer = await tarOf('one', 'x');
  const { imageId, store } = storeOf([layer]);
  const config = JSON.stringify({ rootfs: { diff_ids: [sha256(layer), sha256('another')] } });
  const manifest = JSON.stringify({
    config: { digest: sha256(config), size: config.length },
    layers: [{ digest: sha256(layer), size: layer.length }],
  });
  const lying: ImageStore = {
    blob: (digest, signal) =>
      digest === sha256(manifest)
        ? Readable.from([Buffer.from(manifest)])
        : digest === sha256(config)
          ? Readable.from([Buffer.from(config)])
          : store.blob(digest, signal),
  };
  expect(imageId).not.toBe(sha256(manifest));
  await expect(readStoredImage(lying, sha256(manifest), {}, noAbort)).rejects.toMatchObject({
    code: 'digest-mismatch',
  });
});

test('the layers of a base that was read in advance are not read again for an image on it', async () => {
  const [base, own] = await Promise.all([tarOf('ahead', 'one'), tarOf('own', 'ahead of demand')]);
  const alone = storeOf([base]);
  await readStoredBase(alone.store, alone.imageId, noAbort);
  expect(alone.read).toEqual(alone.diffIds);
  const image = storeOf([base, own]);
  await readStoredImage(image.store, image.imageId, { baseDiffIds: alone.diffIds }, noAbort);
  expect(image.read).toEqual([image.diffIds[1]]);
});

test("a layer that was read as part of a base is searched when it is the learner's own", async () => {
  const layer = await tarOf('token.txt', token);
  const asBase = storeOf([layer]);
  expect(
    (await readStoredImage(asBase.store, asBase.imageId, { baseDiffIds: asBase.diffIds }, noAbort)).secrets,
  ).toEqual([]);
  const asOwn = storeOf([layer]);
  expect((await readStoredImage(asOwn.store, asOwn.imageId, {}, noAbort)).secrets).toEqual([
    { rule: 'hugging-face-token', where: 'layer', layer: 0, path: 'token.txt' },
  ]);
});

test('content that does not match its digest is rejected and not cached', async () => {
  const [real, forged] = await Promise.all([tarOf('a', 'real'), tarOf('a', 'forged')]);
  const lying = storeOf([real], { layer: forged });
  await expect(readStoredImage(lying.store, lying.imageId, {}, noAbort)).rejects.toMatchObject({
    code: 'digest-mismatch',
  });
  const honest = storeOf([real]);
  await readStoredImage(honest.store, honest.imageId, {}, noAbort);
  expect(honest.read).toEqual(honest.diffIds);

  const otherConfig = storeOf([real], { config: '{"rootfs":{"diff_ids":[]}}' });
  await expect(readStoredImage(otherConfig.store, otherConfig.imageId, {}, noAbort)).rejects.toMatchObject({
    code: 'digest-mismatch',
  });
});

test('a build secret is searched for in every byte of own layers, including layers read before it was known', async () => {
  const value = 'abcdefghijklmnopqrstuvwxyz2345';
  const canaries = new Canaries(new Map([['pip_token', value]]));
  const large = Buffer.concat([Buffer.alloc(3 * 1024 * 1024), Buffer.from(value), Buffer.alloc(9)]).toString(
    'latin1',
  );
  const [base, big, named, clean] = await Promise.all([
    tarOf('b', value),
    tarOf('big.bin', large),
    tarOf(`cache/${value}.json`, ''),
    tarOf('c', ''),
  ]);
  const image = storeOf([base, big, named, clean]);
  const before = await readStoredImage(
    image.store,
    image.imageId,
    { baseDiffIds: image.diffIds.slice(0, 1) },
    noAbort,
  );
  expect(before.canaries).toBeUndefined();
  const after = await readStoredImage(
    image.store,
    image.imageId,
    { baseDiffIds: image.diffIds.slice(0, 1), canaries },
    noAbort,
  );
  expect(after.canaries).toEqual([
    { where: 'layer', layer: 1, secret: 'pip_token', form: 'plain', path: 'big.bin' },
    { where: 'layer', layer: 2, secret: 'pip_token', form: 'plain', path: 'cache/(hidden).json' },
  ]);
});
