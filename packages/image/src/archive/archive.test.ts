import { Readable } from 'node:stream';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  imageArchive,
  sha256,
  tarOf,
  type Packing,
  type PlantedFile,
  type PlantedImage,
} from '../planted-image.ts';
import { ImageArchiveError } from '../tar/archive-error.ts';
import { paxEntry, tarEntry } from '../tar/tar-blocks.ts';
import { readImageArchive } from './archive.ts';

const chunked = (archive: Buffer, size = 700) =>
  Readable.from(
    Array.from({ length: Math.ceil(archive.length / size) }, (_, index) =>
      archive.subarray(index * size, (index + 1) * size),
    ),
  );

const code = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ImageArchiveError ? error.code : error;
};

const packings = (['docker', 'oci'] as const).flatMap((format) =>
  (['none', 'gzip', 'zstd'] as const).map((compression): Packing => ({ format, compression })),
);
const saved: Packing = { format: 'docker', compression: 'none' };

test.each(packings)('$format, layers with compression $compression', async (packing) => {
  const layer = tarOf([
    ['./srv/', '', { type: '5', mode: 0o755 }],
    ['/srv/a', 'hello', { mode: 0o4755, uid: 1000, gid: 50 }],
    ['srv/b', '', { type: '1', linkname: '/srv/a' }],
    ['srv/c', '', { type: '2', linkname: '../../etc/passwd' }],
    [`${'long/'.repeat(60)}x`, 'y'],
  ]);
  const image = await readImageArchive(
    chunked(
      imageArchive(
        {
          layers: [layer, tarOf([['srv/.wh.a', '']])],
          config: {
            User: 'app',
            Env: ['A=b'],
            Healthcheck: { Test: ['NONE'] },
            ExposedPorts: { '9090/tcp': {}, '53/udp': {} },
          },
        },
        packing,
      ),
    ),
  );
  expect(image.config).toMatchObject({
    user: 'app',
    env: ['A=b'],
    healthcheck: ['NONE'],
    entrypoint: null,
    workdir: '',
    ports: ['53/udp', '9090/tcp'],
  });
  expect(image.layers.map((one) => one.createdBy)).toEqual([
    'RUN step 0 # buildkit',
    'RUN step 1 # buildkit',
  ]);
  expect(image.layers[0]!.entries).toEqual([
    { path: 'srv', type: 'dir', bytes: 0, mode: 0o755, uid: 0, gid: 0 },
    { path: 'srv/a', type: 'file', bytes: 5, mode: 0o4755, uid: 1000, gid: 50, sha256: sha256('hello') },
    { path: 'srv/b', type: 'hardlink', bytes: 0, mode: 0o644, uid: 0, gid: 0, linkname: 'srv/a' },
    { path: 'srv/c', type: 'symlink', bytes: 0, mode: 0o644, uid: 0, gid: 0, linkname: '../../etc/passwd' },
    {
      path: `${'long/'.repeat(60)}x`,
      type: 'file',
      bytes: 1,
      mode: 0o644,
      uid: 0,
      gid: 0,
      sha256: sha256('y'),
    },
  ]);
  expect(image.layers[1]!.entries.map((entry) => entry.path)).toEqual(['srv/.wh.a']);
  const stored = { none: undefined, gzip: gzipSync(layer).length, zstd: zstdCompressSync(layer).length };
  expect(image.layers[0]!.compressedBytes).toBe(stored[packing.compression]);
});

const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const content = tarOf([
  ['a', 'x'.repeat(3000)],
  ['zeros', Buffer.alloc(300_000)],
  ['random', Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index * 7919) >> 5))],
]);

test.each<[name: string, blob: Buffer]>([
  [
    'two gzip members',
    Buffer.concat([gzipSync(content.subarray(0, 1000)), gzipSync(content.subarray(1000))]),
  ],
  [
    'two zstd frames',
    Buffer.concat([zstdCompressSync(content.subarray(0, 1000)), zstdCompressSync(content.subarray(1000))]),
  ],
  [
    'zstd frames with skippable frames',
    Buffer.concat([
      skippable,
      zstdCompressSync(content.subarray(0, 300_000)),
      skippable,
      zstdCompressSync(content.subarray(300_000)),
      skippable,
    ]),
  ],
  [
    'zstd frames with checksums and without sizes',
    Buffer.concat(
      [content.subarray(0, 1000), content.subarray(1000)].map((part) =>
        zstdCompressSync(part, {
          params: { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_contentSizeFlag]: 0 },
        }),
      ),
    ),
  ],
])('a layer as %s is one layer', async (_, blob) => {
  const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(content)}`] } });
  const archive = tarOf([
    ['layer', blob],
    ['config.json', config],
    ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: ['layer'] }])],
  ]);
  for (const chunkBytes of [700, 70_000]) {
    const image = await readImageArchive(chunked(archive, chunkBytes));
    expect(image.layers[0]!.entries).toMatchObject([{ bytes: 3000 }, { bytes: 300_000 }, { bytes: 200_000 }]);
  }
});

test('an older engine stores a repeated layer once, as a link', async () => {
  const layer = tarOf([['a', 'x']]);
  const config = JSON.stringify({
    rootfs: { diff_ids: [`sha256:${sha256(layer)}`, `sha256:${sha256(layer)}`] },
  });
  const archive = tarOf([
    ['one/VERSION', '1.0'],
    ['one/layer.tar', layer],
    ['two/layer.tar', '', { type: '2', linkname: '../one/layer.tar' }],
    ['config.json', config],
    [
      'manifest.json',
      JSON.stringify([{ Config: 'config.json', Layers: ['one/layer.tar', 'two/layer.tar'] }]),
    ],
  ]);
  expect((await readImageArchive(chunked(archive))).layers).toHaveLength(2);
});

test("the base is the shared prefix of diff ids, and its secrets are not the learner's", async () => {
  const token = `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`;
  const base = tarOf([['base.txt', token]]);
  const own = tarOf([['own.txt', token]]);
  const whiteout = tarOf([['.wh.own.txt', '']]);
  const archive = imageArchive(
    { layers: [base, own, whiteout], config: { Env: [`HF_TOKEN=${token}`], Labels: { note: 'none' } } },
    saved,
  );
  const image = await readImageArchive(chunked(archive), {
    baseDiffIds: [`sha256:${sha256(base)}`, 'sha256:other'],
  });
  expect(image.baseLayers).toBe(1);
  expect(image.secrets).toEqual([
    { rule: 'hugging-face-token', where: 'layer', layer: 1, path: 'own.txt' },
    { rule: 'hugging-face-token', where: 'env', name: 'HF_TOKEN' },
  ]);
});

test('a blob that does not match its name is rejected', async () => {
  const base = tarOf([['base.txt', 'x']]);
  const other = tarOf([['other.txt', 'x']]);
  const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(other)}`] } });
  const name = `blobs/sha256/${sha256(base)}`;
  const archive = tarOf([
    [name, other],
    ['config.json', config],
    ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: [name] }])],
  ]);
  expect(await code(readImageArchive(chunked(archive), { baseDiffIds: [`sha256:${sha256(base)}`] }))).toBe(
    'digest-mismatch',
  );
});

test('reading a layer again gives the same result, and a different layer in its place is rejected', async () => {
  const layer = tarOf([['own.txt', `hf_${'aB3dE6gH9k'.repeat(4).slice(0, 34)}`]]);
  const archive = imageArchive({ layers: [layer] }, saved);
  // First as a layer of the base, whose files are not searched. This must not hide the secret from the next
  // reading.
  expect(
    (await readImageArchive(chunked(archive), { baseDiffIds: [`sha256:${sha256(layer)}`] })).secrets,
  ).toEqual([]);
  const first = await readImageArchive(chunked(archive));
  expect(first.secrets).toHaveLength(1);
  expect(await readImageArchive(chunked(archive))).toEqual(first);
  const other = tarOf([['other.txt', 'harmless']]);
  const name = `blobs/sha256/${sha256(layer)}`;
  const forged = tarOf([
    [name, other],
    ['config.json', JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha256(layer)}`] } })],
    ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: [name] }])],
  ]);
  expect(await code(readImageArchive(chunked(forged)))).toBe('digest-mismatch');
});

describe('transfer size', () => {
  const files: PlantedFile[] = [
    ['bin/sh', 'x'.repeat(5000)],
    ['srv/app.py', 'y'.repeat(300)],
  ];
  const moved = async (more: PlantedFile[], image: Partial<PlantedImage> = {}, extra = Buffer.alloc(0)) => {
    const layers = [tarOf(files.slice(0, 1)), Buffer.concat([extra, tarOf([...files.slice(1), ...more])])];
    const baseDiffIds = [`sha256:${sha256(layers[0]!)}`];
    return (
      await readImageArchive(
        Readable.from([imageArchive({ layers, ...image }, { format: 'oci', compression: 'gzip' })]),
        { baseDiffIds },
      )
    ).transfer!;
  };

  test('includes every layer as a tar, and the configuration', async () => {
    const { total, base } = await moved([]);
    expect(base).toBe(tarOf(files.slice(0, 1)).length);
    expect(total - base).toBeGreaterThan(tarOf(files.slice(1)).length);
    expect(total - base - tarOf(files.slice(1)).length).toBeLessThan(1000);
  });

  const xattr = paxEntry({ 'SCHILY.xattr.user.data': 'd'.repeat(60_000) });
  test.each<[name: string, more: () => ReturnType<typeof moved>, least: number]>([
    [
      '10,000 empty files',
      () => moved(Array.from({ length: 10_000 }, (_, index) => [`e/${index}`, ''])),
      10_000 * 512,
    ],
    [
      'names',
      () => moved(Array.from({ length: 20 }, (_, index) => [`${index}${'n'.repeat(3000)}`, ''])),
      60_000,
    ],
    [
      'link targets',
      () =>
        moved(
          [],
          {},
          Buffer.concat(
            Array.from({ length: 20 }, (_, index) => [
              paxEntry({ linkpath: 't'.repeat(3000) }),
              tarEntry({ name: `l${index}`, type: '2' }),
            ]).flat(),
          ),
        ),
      60_000,
    ],
    ['extended attributes', () => moved([], {}, Buffer.concat([xattr, tarEntry({ name: 'a' })])), 60_000],
    [
      'an environment variable',
      () => moved([], { config: { Env: [`DATA=${'e'.repeat(1_000_000)}`] } }),
      1_000_000,
    ],
    ['a label', () => moved([], { config: { Labels: { data: 'l'.repeat(1_000_000) } } }), 1_000_000],
    [
      'the history',
      () => moved([], { history: [{ created_by: 'base' }, { created_by: 'h'.repeat(100_000) }] }),
      99_000,
    ],
  ])('%s count', async (_, more, least) => {
    expect((await more()).total - (await moved([])).total).toBeGreaterThanOrEqual(least);
  });

  test('near miss: dates do not count', async () => {
    const at = (created: string) =>
      moved([], {
        history: [{ created_by: 'base' }, { created_by: 'RUN x', created } as { created_by: string }],
      });
    expect(await at('2026-01-01T00:00:00.1Z')).toEqual(await at('2026-01-01T00:00:00.123456789Z'));
  });
});
