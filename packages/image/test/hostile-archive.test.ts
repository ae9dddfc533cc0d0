import { Readable } from 'node:stream';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { readImageArchive, type ReadImageOptions } from '@dfm/image/archive/archive';
import { scanLayer } from '@dfm/image/layers/layer-scan';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import { ArchiveBudget, runArchiveLimits } from '@dfm/image/tar/archive-limits';
import { paxEntry, tarEnd, tarEntry, tarHeader } from '@dfm/image/tar/tar-blocks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageArchive, sha256, tarOf, type Packing } from '../src/planted-image.ts';

const saved: Packing = { format: 'docker', compression: 'none' };
const packed: Packing = { format: 'oci', compression: 'gzip' };

/** Code of the ImageArchiveError thrown by reading, or any other error; undefined if there is none. */
async function codeOf(
  archive: Buffer | AsyncGenerator<Buffer>,
  options: ReadImageOptions = {},
): Promise<unknown> {
  const error: unknown = await readImageArchive(
    Buffer.isBuffer(archive) ? Readable.from(archive.length === 0 ? [] : [archive]) : archive,
    options,
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ImageArchiveError ? error.code : error;
}

const layer = tarOf([['a', 'x'.repeat(5000)]]);
const complete = imageArchive({ layers: [layer] }, saved);
const diffId = `sha256:${sha256(layer)}`;
const holding = (...entries: Buffer[]) =>
  imageArchive({ layers: [Buffer.concat([...entries, tarEnd])] }, saved);
const docker = (config: string | Buffer, layers: string[], ...files: [string, string | Buffer][]) =>
  tarOf([
    ...files,
    ['config.json', config],
    ['manifest.json', JSON.stringify([{ Config: 'config.json', Layers: layers }])],
  ]);
const configOf = (...diffIds: string[]) => JSON.stringify({ rootfs: { diff_ids: diffIds } });
const manifestOf = (config: string, ...layers: string[]) =>
  JSON.stringify({
    config: { digest: config, size: 1 },
    layers: layers.map((digest) => ({ digest, size: 1 })),
  });
const indexOf = (...digests: string[]) =>
  JSON.stringify({ manifests: digests.map((digest) => ({ digest, size: 1 })) });
const blob = (content: string | Buffer): [string, string | Buffer] => [
  `blobs/sha256/${sha256(content)}`,
  content,
];
const idOf = (content: string | Buffer) => `sha256:${sha256(content)}`;
const nowhere = `sha256:${'0'.repeat(64)}`;

test.each<[name: string, archive: Buffer, code: string | undefined]>([
  ['near miss: a complete image', complete, undefined],
  ['nothing', Buffer.alloc(0), 'not-an-image'],
  ['not a tar', Buffer.from('no tar at all '.repeat(200)), 'bad-archive'],
  ['a tar, but not an image', tarOf([['a', 'x']]), 'not-an-image'],
  ['truncated in a layer', complete.subarray(0, 1200), 'truncated'],
  [
    'truncated between two files',
    complete.subarray(0, 512 + Math.ceil(layer.length / 512) * 512),
    'not-an-image',
  ],
  [
    'a layer with a path outside the image',
    holding(tarEntry({ name: '../../etc/passwd' }, 'x')),
    'bad-entry',
  ],
  ['a path that leaves the image and comes back', holding(tarEntry({ name: 'a/../../b' }, 'x')), 'bad-entry'],
  [
    'near miss: an absolute path, and dots in a name',
    holding(tarEntry({ name: '/etc/..x' }, 'x'), tarEntry({ name: '/a/./b' })),
    undefined,
  ],
  [
    'a hard link out of the image',
    holding(tarEntry({ name: 'x', type: '1', linkname: '../../etc/shadow' })),
    'bad-entry',
  ],
  [
    'near miss: a symbolic link out of the image is only text',
    holding(tarEntry({ name: 'x', type: '2', linkname: '../../etc/shadow' })),
    undefined,
  ],
  [
    'near miss: circular links',
    holding(
      tarEntry({ name: 'a', type: '2', linkname: 'b' }),
      tarEntry({ name: 'b', type: '2', linkname: 'a' }),
      tarEntry({ name: 'c', type: '1', linkname: 'c' }),
    ),
    undefined,
  ],
  [
    'a path of 4,097 characters',
    holding(paxEntry({ path: 'n'.repeat(4097) }), tarEntry({ name: 'a' })),
    'bad-entry',
  ],
  [
    'near miss: a path of 4,096',
    holding(paxEntry({ path: 'n'.repeat(4096) }), tarEntry({ name: 'a' })),
    undefined,
  ],
  [
    'a path 5,000 deep',
    holding(paxEntry({ path: `${'d/'.repeat(5000)}x` }), tarEntry({ name: 'a' })),
    'bad-entry',
  ],
  [
    'a link of 1 MB',
    holding(
      tarEntry({ name: 'K', type: 'K' }, Buffer.alloc(1_000_000, 'l')),
      tarEntry({ name: 'a', type: '2' }),
    ),
    'bad-entry',
  ],
  ['a size beyond the layer', holding(tarHeader({ name: 'a', size: 1e9 })), 'truncated'],
  [
    'a size that is not a number',
    holding(tarHeader({ name: 'a', size: Buffer.from([0x81, ...Array.from({ length: 11 }, () => 0)]) })),
    'bad-archive',
  ],
  ['a layer path outside the blobs', docker(configOf(diffId), ['../../../etc/passwd']), 'missing-blob'],
  ['a missing layer', docker(configOf(diffId), ['one/layer.tar']), 'missing-blob'],
  ['a layer that is not a tar', docker(configOf(diffId), ['layer'], ['layer', 'no tar']), 'missing-blob'],
  ['a layer that is an empty file', docker(configOf(diffId), ['layer'], ['layer', '']), 'missing-blob'],
  [
    'a circular link to a layer',
    Buffer.concat([
      tarEntry({ name: 'one', type: '2', linkname: 'two' }),
      tarEntry({ name: 'two', type: '2', linkname: 'one' }),
      docker(configOf(diffId), ['one']),
    ]),
    'missing-blob',
  ],
  [
    'a layer that does not match the configuration',
    imageArchive({ layers: [layer], diffIds: [nowhere] }, saved),
    'digest-mismatch',
  ],
  [
    'more layers than in the configuration',
    imageArchive({ layers: [layer], diffIds: [] }, saved),
    'digest-mismatch',
  ],
  ['no configuration', tarOf([['manifest.json', '[{"Config":"/etc/passwd","Layers":[]}]']]), 'missing-blob'],
  ['a configuration that is not JSON', docker('{"rootfs":', []), 'bad-archive'],
  ['a configuration that is text', docker('rootfs', []), 'missing-blob'],
  ['a configuration in a different format', docker('{"rootfs":{"diff_ids":[1]}}', []), 'bad-archive'],
  [
    'a configuration that does not match its name',
    tarOf([
      [`blobs/sha256/${'0'.repeat(64)}`, configOf()],
      ['manifest.json', JSON.stringify([{ Config: `blobs/sha256/${'0'.repeat(64)}`, Layers: [] }])],
    ]),
    'digest-mismatch',
  ],
  ['a manifest that is not JSON', tarOf([['manifest.json', '[{']]), 'bad-archive'],
  [
    'a manifest that does not match its name',
    tarOf([
      blob(configOf()),
      [`blobs/sha256/${'0'.repeat(64)}`, manifestOf(idOf(configOf()))],
      ['index.json', indexOf(nowhere)],
    ]),
    'digest-mismatch',
  ],
  ['a missing manifest', tarOf([['index.json', indexOf(nowhere)]]), 'missing-blob'],
  ['an index without images', tarOf([['index.json', indexOf()]]), 'not-an-image'],
  [
    'an index of two images',
    tarOf([['index.json', indexOf(nowhere, `sha256:${'1'.repeat(64)}`)]]),
    'several-images',
  ],
  [
    'near miss: one image under two names',
    tarOf([
      blob(configOf()),
      blob(manifestOf(idOf(configOf()))),
      ['index.json', indexOf(...[0, 1].map(() => idOf(manifestOf(idOf(configOf())))))],
    ]),
    undefined,
  ],
  [
    'a digest that is a path outside the blobs',
    tarOf([['index.json', '{"manifests":[{"digest":"sha256:../../../etc/passwd","size":1}]}']]),
    'bad-archive',
  ],
  [
    'a manifest of two images',
    tarOf([['manifest.json', '[{"Config":"a","Layers":[]},{"Config":"b","Layers":[]}]']]),
    'several-images',
  ],
  [
    'near miss: of two manifest files, the last counts',
    tarOf([
      ['manifest.json', '[{"Config":"a","Layers":[]},{"Config":"b","Layers":[]}]'],
      ['config.json', configOf()],
      ['manifest.json', '[{"Config":"config.json","Layers":[]}]'],
    ]),
    undefined,
  ],
  [
    'near miss: JSON that belongs to no image',
    docker(configOf(), [], ['blobs/sha256/x', '{ no JSON']),
    undefined,
  ],
  [
    'a truncated gzip layer',
    docker(configOf(diffId), ['layer'], ['layer', gzipSync(layer).subarray(0, -20)]),
    'truncated',
  ],
  [
    'a gzip layer with a wrong checksum',
    docker(configOf(diffId), ['layer'], ['layer', altered(gzipSync(layer), -6)]),
    'bad-archive',
  ],
  [
    'a damaged zstd layer',
    docker(
      configOf(diffId),
      ['layer'],
      ['layer', altered(zstdCompressSync(layer, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }), -1)],
    ),
    'bad-archive',
  ],
  [
    'a zstd layer truncated in a frame',
    docker(configOf(diffId), ['layer'], ['layer', zstdCompressSync(layer).subarray(0, -1)]),
    'truncated',
  ],
  [
    'a zstd layer with something after it',
    docker(
      configOf(diffId),
      ['layer'],
      ['layer', Buffer.concat([zstdCompressSync(layer), Buffer.from('else')])],
    ),
    'bad-archive',
  ],
  ['gzip in gzip', docker(configOf(diffId), ['layer'], ['layer', gzipSync(gzipSync(layer))]), 'truncated'],
])('%s', async (_, archive, code) => {
  expect(await codeOf(archive)).toBe(code);
});

function altered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length + at]! ^= 0xff;
  return copy;
}

test('a missing archive', async () => {
  await expect(readImageArchive('/nowhere/at/all.tar')).rejects.toMatchObject({ code: 'unreadable' });
});

const named = new Set<unknown>([
  undefined,
  'truncated',
  'bad-archive',
  'not-an-image',
  'several-images',
  'missing-blob',
  'digest-mismatch',
  'too-large',
  'bad-entry',
]);

test.each([saved, packed])(
  'truncated or altered anywhere, $format $compression: an ImageArchiveError or the same image',
  async (packing) => {
    const archive = imageArchive(
      {
        layers: [
          tarOf([
            ['srv/a', 'one'],
            ['srv/b', 'two'.repeat(300)],
          ]),
          tarOf([['srv/.wh.a', '']]),
        ],
      },
      packing,
    );
    const image = await readImageArchive(Readable.from([archive]));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: archive.length - 1 }),
        fc.array(fc.record({ at: fc.nat({ max: archive.length - 1 }), byte: fc.nat({ max: 255 }) }), {
          maxLength: 3,
        }),
        async (cut, changes) => {
          expect(named.has(await codeOf(archive.subarray(0, cut)))).toBe(true);
          const other = Buffer.from(archive);
          for (const { at, byte } of changes) other[at] = byte;
          const outcome = await readImageArchive(Readable.from([other])).catch((error: unknown) => error);
          if (outcome instanceof Error)
            expect([
              outcome.message,
              outcome instanceof ImageArchiveError && named.has(outcome.code),
            ]).toEqual([outcome.message, true]);
          // The digest guarantees the content of a layer, whatever else was altered.
          else expect(outcome).toMatchObject({ layers: image.layers.map(({ entries }) => ({ entries })) });
        },
      ),
      { numRuns: 300 },
    );
  },
  60_000,
);

const limits = {
  uncompressedBytes: 100_000,
  entries: 100,
  jsonBytes: 50_000,
  nameBytes: 100_000,
  unpackedBytes: 1e9,
  packedMembers: 1000,
};

test.each<[name: string, archive: Buffer, more: Partial<typeof limits>, code: string | undefined]>([
  [
    'a decompression bomb',
    imageArchive({ layers: [tarOf([['zeros', Buffer.alloc(5_000_000)]])] }, packed),
    {},
    'too-large',
  ],
  [
    'a bomb after the end of its tar',
    imageArchive({ layers: [Buffer.concat([tarEnd, Buffer.alloc(5_000_000)])] }, packed),
    {},
    'too-large',
  ],
  [
    'too many files in a layer',
    imageArchive({ layers: [tarOf(Array.from({ length: 200 }, (_, index) => [`f${index}`, '']))] }, saved),
    { uncompressedBytes: 1e9 },
    'too-many-entries',
  ],
  [
    'too many files in the archive',
    tarOf(Array.from({ length: 200 }, (_, index) => [`f${index}`, ''])),
    {},
    'too-many-entries',
  ],
  [
    'too many folders without a separate entry',
    holding(...Array.from({ length: 10 }, (_, index) => tarEntry({ name: `${index}/${'d/'.repeat(20)}x` }))),
    {},
    'too-many-entries',
  ],
  [
    'near miss: many files in one such folder',
    holding(...Array.from({ length: 60 }, (_, index) => tarEntry({ name: `${'d/'.repeat(20)}${index}` }))),
    {},
    undefined,
  ],
  [
    'names that are too long in total',
    holding(
      ...Array.from({ length: 30 }, (_, index) => [
        paxEntry({ path: `${index}${'n'.repeat(4000)}` }),
        tarEntry({ name: 'a' }),
      ]).flat(),
    ),
    { uncompressedBytes: 1e9 },
    'too-large',
  ],
  [
    'links that are too long in total',
    holding(
      ...Array.from({ length: 30 }, (_, index) => [
        paxEntry({ linkpath: 'n'.repeat(4000) }),
        tarEntry({ name: `l${index}`, type: '2' }),
      ]).flat(),
    ),
    { uncompressedBytes: 1e9 },
    'too-large',
  ],
  ['a manifest that is too large', tarOf([['manifest.json', `["${'x'.repeat(60_000)}"]`]]), {}, 'too-large'],
  [
    'a configuration that is too large',
    docker(`{"rootfs":{},"x":"${'x'.repeat(60_000)}"}`, []),
    {},
    'too-large',
  ],
  [
    'near miss: a large document that belongs to no image',
    docker(configOf(), [], ['bom.json', `{"x":"${'x'.repeat(60_000)}"}`]),
    {},
    undefined,
  ],
])('limits: %s', async (_, archive, more, code) => {
  expect(await codeOf(archive, { limits: { ...limits, ...more } })).toBe(code);
});

test('a configuration of 100 MB is not held', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024, '{');
  async function* archive() {
    yield tarHeader({ name: 'config.json', size: 100 * mebibyte.length });
    for (let sent = 0; sent < 100; sent += 1) yield mebibyte;
    yield tarOf([['manifest.json', '[{"Config":"config.json","Layers":[]}]']]);
  }
  expect(await codeOf(archive())).toBe('too-large');
});

test('100,000 files in 120 layers are an image', async () => {
  const layers = Array.from({ length: 120 }, (_, index) =>
    tarOf(Array.from({ length: 834 }, (__, file) => [`srv/${index}/${file % 40}/${file}`, String(file)])),
  );
  const image = await readImageArchive(Readable.from([imageArchive({ layers }, saved)]));
  expect(image.layers.map(({ entries }) => entries.length)).toEqual(layers.map(() => 834));
  expect(image.layers.flatMap(({ entries }) => entries).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
    120 * Array.from({ length: 834 }, (_, file) => String(file).length).reduce((a, b) => a + b, 0),
  );
});

test.each<[name: string, entry: (index: number) => Buffer, most: number, code: string]>([
  [
    'hard links',
    (index) => tarHeader({ name: `data/${index}`, type: '1', linkname: 'data/original' }),
    100_000,
    'too-many-entries',
  ],
  [
    'long paths',
    (index) => Buffer.concat([paxEntry({ path: `${'n'.repeat(200)}${index}` }), tarHeader({ name: 'a' })]),
    42_000,
    'too-large',
  ],
  [
    'long link targets',
    (index) =>
      Buffer.concat([paxEntry({ linkpath: 't'.repeat(4000) }), tarHeader({ name: `l${index}`, type: '2' })]),
    2_200,
    'too-large',
  ],
])(
  'of 900,000 %s, a run reads no more than its memory limit allows',
  async (_, entry, most, code) => {
    let made = 0;
    async function* endless() {
      for (; made < 900_000; made += 1) yield entry(made);
    }
    const error = await scanLayer(endless(), new ArchiveBudget(runArchiveLimits), true).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    expect(made).toBeLessThanOrEqual(most);
  },
  60_000,
);

test('a run can read the largest base image of the course with a copy of all its files in a layer above', async () => {
  const base = tarOf(
    Array.from({ length: 32_000 }, (_, index) => [`usr/share/doc/package-${index % 429}/${index}`, '']),
  );
  const budget = new ArchiveBudget(runArchiveLimits);
  const scans = [
    await scanLayer(Readable.from([base]), budget, true),
    await scanLayer(Readable.from([base]), budget, true),
  ];
  expect(scans.map(({ entries }) => entries.length)).toEqual([32_000, 32_000]);
}, 60_000);
