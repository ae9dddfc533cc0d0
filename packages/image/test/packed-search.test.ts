import { crc32, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scanLayer, type LayerScan } from '../src/layers/layer-scan.ts';
import { tarOf, type PlantedFile } from '../src/planted-image.ts';
import { Canaries } from '../src/secrets/canaries.ts';
import { ArchiveBudget, defaultArchiveLimits } from '../src/tar/archive-limits.ts';

const canary = 'abcdefghijklmnopqrstuvwxyz2345';
const canaries = new Canaries(new Map([['hub_token', canary]]));
const token = `hf_${'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhI'.slice(0, 34)}`;
const text = `token = "${canary}"\nother = "${token}"\n`;
const key = `-----BEGIN ${'PRIVATE'} KEY-----\n${'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(2)}\n`;
/** Larger than the limit for inflating at once, and hardly compressible. */
const noise = Buffer.from(
  Array.from({ length: 200_000 }, (_, index) => (index * 2654435761) >>> 11)
    .map(String)
    .join(''),
).subarray(0, 1_200_000);

interface ZipEntry {
  name: string;
  content: Buffer | string;
  method?: 0 | 8 | 93 | 12;
  encrypted?: boolean;
  /** The sizes follow the content, as when a program writes to a pipe. */
  sizeFollows?: 'signed' | 'unsigned' | 'large';
}

function zip(...entries: ZipEntry[]): Buffer {
  const parts = entries.map(({ name, content, method = 8, encrypted = false, sizeFollows }) => {
    const plain = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(plain) : method === 93 ? zstdCompressSync(plain) : plain;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE((encrypted ? 1 : 0) + (sizeFollows === undefined ? 0 : 8), 6);
    head.writeUInt16LE(method, 8);
    if (sizeFollows === undefined)
      [crc32(plain), packed.length, plain.length].forEach((value, index) =>
        head.writeUInt32LE(value, 14 + 4 * index),
      );
    head.writeUInt16LE(name.length, 26);
    const sizes = Buffer.alloc(sizeFollows === 'large' ? 24 : 16);
    sizes.writeUInt32LE(0x08074b50);
    sizes.writeUInt32LE(crc32(plain), 4);
    if (sizeFollows === 'large')
      [packed.length, plain.length].forEach((value, index) =>
        sizes.writeBigUInt64LE(BigInt(value), 8 + 8 * index),
      );
    else [packed.length, plain.length].forEach((value, index) => sizes.writeUInt32LE(value, 8 + 4 * index));
    return Buffer.concat([
      head,
      Buffer.from(name),
      packed,
      ...(sizeFollows === undefined ? [] : [sizes.subarray(sizeFollows === 'unsigned' ? 4 : 0)]),
    ]);
  });
  return Buffer.concat([...parts, Buffer.from('PK\x01\x02'), Buffer.alloc(42)]);
}

async function scan(
  files: readonly PlantedFile[],
  limits: Partial<typeof defaultArchiveLimits> = {},
  searchContent = true,
): Promise<LayerScan> {
  const layer = tarOf(files);
  async function* chunks() {
    // Split at positions where no header begins.
    for (let at = 0; at < layer.length; at += 60_001) yield layer.subarray(at, at + 60_001);
  }
  return await scanLayer(
    chunks(),
    new ArchiveBudget({ ...defaultArchiveLimits, ...limits }),
    searchContent,
    canaries,
  );
}

const big = Buffer.concat([noise, Buffer.from(text), noise.subarray(0, 800_000)]);
const damaged = (packed: Buffer) => Buffer.concat([packed.subarray(0, -9), Buffer.alloc(9, 'x')]);
/** The member that contains both; undefined for content without a separate name. */
const rows: [name: string, content: Buffer, member: string | undefined][] = [
  ['gzip', gzipSync(text), undefined],
  [
    'gzip with a name and a comment',
    Buffer.concat([
      Buffer.from('1f8b0818000000000003', 'hex'),
      Buffer.from('name\0comment\0'),
      gzipSync(text).subarray(10),
    ]),
    undefined,
  ],
  ['the second part of a gzip', Buffer.concat([gzipSync('nothing'), gzipSync(text)]), undefined],
  ['gzip with a wrong checksum', damaged(gzipSync(text)), undefined],
  ['truncated gzip', gzipSync(`${text}${'x'.repeat(100)}`).subarray(0, -9), undefined],
  ['gzip with something after it', Buffer.concat([gzipSync(text), Buffer.alloc(100_000, 'x')]), undefined],
  ['zlib', deflateSync(text), undefined],
  ['zstd', zstdCompressSync(text), undefined],
  ['zip, stored', zip({ name: 'a.txt', content: text, method: 0 }), 'a.txt'],
  [
    'zip, deflated',
    zip({ name: 'first', content: 'x' }, { name: 'conf/a.txt', content: text }),
    'conf/a.txt',
  ],
  ['zip, zstd', zip({ name: 'a', content: text, method: 93 }), 'a'],
  ...(['signed', 'unsigned', 'large'] as const).map((sizeFollows): (typeof rows)[number] => [
    `zip, sizes after the content, ${sizeFollows}`,
    zip({ name: 'first', content: 'x', sizeFollows }, { name: 'a', content: text, sizeFollows }),
    'a',
  ]),
  ['zip, after a large member', zip({ name: 'large', content: noise }, { name: 'a', content: text }), 'a'],
  [
    'zip, after a large member of unknown size',
    zip(
      { name: 'large', content: noise, sizeFollows: 'signed' },
      { name: 'a', content: text, sizeFollows: 'signed' },
    ),
    'a',
  ],
  [
    'zip, after an encrypted member',
    zip(
      { name: 'sealed', content: noise.subarray(0, 1000), encrypted: true, method: 0 },
      { name: 'a', content: text },
    ),
    'a',
  ],
  ['tar in gzip', gzipSync(tarOf([['conf/a.txt', text]])), 'conf/a.txt'],
  [
    'zip in tar in zstd',
    zstdCompressSync(tarOf([['libs/x.zip', zip({ name: 'a', content: text })]])),
    'libs/x.zip: a',
  ],
];

test.each(rows)('%s: the canary and the token are found', async (_, content, member) => {
  const { canaries: found, secrets } = await scan([['var/cache/t.bin', content]]);
  const at = { path: 'var/cache/t.bin', ...(member === undefined ? {} : { member }) };
  expect(secrets).toContainEqual({ rule: 'hugging-face-token', ...at });
  expect(found).toContainEqual(
    expect.objectContaining({ secret: 'hub_token', form: 'plain', path: 'var/cache/t.bin' }),
  );
});

test('a canary in the middle of a large file, with any packing, and in base64', async () => {
  for (const content of [
    gzipSync(big),
    zip({ name: 'a', content: big }),
    zip({ name: 'a', content: big, sizeFollows: 'large' }),
    gzipSync(tarOf([['a', big]])),
    zstdCompressSync(big),
  ]) {
    expect(
      (
        await scan([
          ['t', content],
          ['after', canary],
        ])
      ).canaries.map(({ path }) => path),
    ).toEqual(['t', 'after']);
  }
  expect((await scan([['t', gzipSync(Buffer.from(canary).toString('base64'))]])).canaries).toEqual([
    { secret: 'hub_token', form: 'base64', path: 't' },
  ]);
});

test('a tar of any size is read member by member', async () => {
  const found = await scan([
    [
      'a.tar',
      tarOf([
        ['large', noise],
        ['conf/.env', 'API_TOKEN=q7Vd2mZr9KxTfL4s\n'],
      ]),
    ],
  ]);
  expect(found.secrets).toEqual([{ rule: 'dotenv-secret', path: 'a.tar', member: 'conf/.env' }]);
});

test.each<[name: string, files: PlantedFile[]]>([
  ['a test key in a wheel', [['w/tornado.whl', zip({ name: 'tornado/test/test.key', content: key })]]],
  [
    'a test key in a source package',
    [['w/tornado.tar.gz', gzipSync(tarOf([['tornado-6/tornado/test/test.key', key]]))]],
  ],
  [
    'a URL in the documentation of a package',
    [['w/db.whl', zip({ name: 'db/url.py', content: 'postgresql://app:s3cr3tpass@host/x' })]],
  ],
  [
    'an example key from the documentation of AWS',
    [['w/botocore/data/sts.json.gz', gzipSync('{"AccessKeyId":"AKIAIOSFODNN7EXAMPLE"}')]],
  ],
  [
    'nothing',
    [
      ['t.gz', gzipSync('nothing')],
      ['t.zip', zip({ name: 'a', content: 'nothing' })],
    ],
  ],
  ['a file that begins like zlib', [['t', Buffer.from('x\x9c is no zlib')]]],
  ['a picture', [['t.png', Buffer.from('89504e470d0a1a0a', 'hex')]]],
  ['an empty zip', [['t.zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])]]],
])('near miss: %s', async (_, files) => {
  expect(await scan(files)).toMatchObject({ secrets: [], canaries: [], unsearched: [] });
});

test('the content of a package is marked, in its archive and where it is installed', async () => {
  const wheel = zip(
    { name: 'transformers/testing_utils.py', content: token },
    { name: 'sealed', content: 'x', encrypted: true },
    { name: 'transformers-5.dist-info/RECORD', content: '' },
  );
  const found = await scan([
    ['cache/a.body', wheel],
    ['usr/lib/python3/dist-packages/transformers/testing_utils.py', token],
    ['b.zip', zip({ name: 'a', content: token })],
  ]);
  expect(found.secrets.map(({ path, inPackage }) => [path, inPackage])).toEqual([
    ['cache/a.body', true],
    ['usr/lib/python3/dist-packages/transformers/testing_utils.py', true],
    ['b.zip', undefined],
  ]);
  expect(found.unsearched).toEqual([
    { path: 'cache/a.body', member: 'sealed', reason: 'unreadable', inPackage: true },
  ]);
});

test('a key in an archive that is not a test', async () => {
  expect((await scan([['a.zip', zip({ name: 'deploy/id_rsa', content: key })]])).secrets).toEqual([
    { rule: 'private-key', path: 'a.zip', member: 'deploy/id_rsa' },
  ]);
});

test('the base is not searched', async () => {
  expect(await scan([['t.gz', gzipSync(token)]], {}, false)).toMatchObject({ secrets: [], unsearched: [] });
});

const nested = (depth: number): Buffer => (depth === 0 ? Buffer.from(text) : gzipSync(nested(depth - 1)));

test.each<[name: string, content: Buffer, unsearched: object[]]>([
  [
    'an encrypted member',
    zip({ name: 'a', content: text, encrypted: true }, { name: 'b', content: 'x' }),
    [{ path: 't', member: 'a', reason: 'unreadable' }],
  ],
  [
    'an unknown method',
    zip({ name: 'a', content: 'x', method: 12 }),
    [{ path: 't', member: 'a', reason: 'unreadable' }],
  ],
  [
    'a truncated zip',
    zip({ name: 'a', content: 'x'.repeat(1000) }).subarray(0, 20),
    [{ path: 't', reason: 'unreadable' }],
  ],
  [
    'a stored member of unknown size',
    zip({ name: 'a', content: 'x', method: 0, sizeFollows: 'signed' }),
    [{ path: 't', reason: 'unreadable' }],
  ],
  [
    'a damaged gzip',
    Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(300, 0xff)]),
    [{ path: 't', reason: 'unreadable' }],
  ],
  ['xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'), [{ path: 't', reason: 'unreadable' }]],
  ['bzip2', Buffer.from('425a68393141592653590000', 'hex'), [{ path: 't', reason: 'unreadable' }]],
  ['7z', Buffer.from('377abcaf271c00040000', 'hex'), [{ path: 't', reason: 'unreadable' }]],
  ['too deep', nested(6), [{ path: 't', reason: 'limit' }]],
  ['near miss: nested as deep as the limit', nested(5), []],
  ['near miss: words that begin like bzip2', Buffer.from('BZh9 is how a bzip2 file begins'), []],
])('files that are not searched are reported: %s', async (_, content, unsearched) => {
  const found = await scan([
    ['t', content],
    ['next.gz', gzipSync(token)],
  ]);
  expect(found.unsearched).toEqual(unsearched);
  expect(found.secrets).toContainEqual({ rule: 'hugging-face-token', path: 'next.gz' });
});

test.each<[name: string, content: Buffer, limits: Partial<typeof defaultArchiveLimits>]>([
  ['bytes', gzipSync(Buffer.alloc(50_000_000)), { unpackedBytes: 40_000_000 }],
  [
    'bytes of many small members',
    zip(
      ...Array.from({ length: 50 }, (_, index) => ({
        name: String(index),
        content: Buffer.alloc(1_000_000),
      })),
    ),
    { unpackedBytes: 40_000_000 },
  ],
  [
    'members',
    zip(...Array.from({ length: 500 }, (_, index) => ({ name: String(index), content: 'x' }))),
    { packedMembers: 400 },
  ],
])(
  'a bomb of %s ends the search of packed content, not of plain files, and is reported',
  async (_, content, limits) => {
    const found = await scan(
      [
        ['bomb', content],
        ['later.gz', gzipSync(token)],
        ['open', token],
        ['open2', canary],
      ],
      limits,
    );
    expect(found.unsearched).toEqual(['bomb', 'later.gz'].map((path) => ({ path, reason: 'limit' })));
    expect(found.secrets).toEqual([{ rule: 'hugging-face-token', path: 'open' }]);
    expect(found.canaries.map(({ path }) => path)).toEqual(['open2']);
    expect(found.entries.map(({ sha256 }) => sha256)).toEqual(
      (
        await scan([
          ['bomb', content],
          ['later.gz', gzipSync(token)],
          ['open', token],
          ['open2', canary],
        ])
      ).entries.map(({ sha256 }) => sha256),
    );
  },
);
