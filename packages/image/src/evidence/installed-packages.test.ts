import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { scanLayer } from '../layers/layer-scan.ts';
import { ArchiveBudget, defaultArchiveLimits } from '../tar/archive-limits.ts';
import { imageEvidence } from './evidence.ts';

/** Content by path; `→` and a path makes it a hard link to that path. */
type Files = Record<string, string>;

async function tarOf(files: Files): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) {
    if (content.startsWith('→')) tar.entry({ name, type: 'link', linkname: content.slice(1) });
    else tar.entry({ name }, content);
  }
  tar.finalize();
  return buffer(tar as AsyncIterable<Buffer>);
}

/** The inventory of an image with these layers; its base is the first. */
async function inventory(...layers: Files[]) {
  const budget = new ArchiveBudget(defaultArchiveLimits);
  const tars = await Promise.all(layers.map(tarOf));
  const diffIds = tars.map((tar) => `sha256:${createHash('sha256').update(tar).digest('hex')}`);
  const scans = await Promise.all(
    tars.map((tar, index) => scanLayer(Readable.from([tar]), budget, index > 0)),
  );
  const config = {
    user: '',
    entrypoint: null,
    cmd: null,
    env: [],
    labels: {},
    healthcheck: null,
    workdir: '',
    ports: [],
    history: [],
    diffIds,
  };
  return (await imageEvidence(config, scans, { configBytes: 0, baseDiffIds: diffIds.slice(0, 1) })).inventory;
}

async function installed(...layers: Files[]): Promise<string[]> {
  return (await inventory(...layers)).packages.map(
    ({ type, name, version, layer }) => `${type} ${name} ${version} ${layer}`,
  );
}

const site = 'usr/local/lib/python3.11/site-packages';
const status = 'var/lib/dpkg/status';
const dpkg = (packages: Record<string, string>) => ({
  [status]: Object.entries(packages)
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`,
    )
    .join('\n'),
});
const wheel = (name: string, version: string, folder = site) => ({
  [`${folder}/${name}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
});
const node = (name: string, version: string, folder = 'srv/node_modules') => ({
  [`${folder}/${name}/package.json`]: JSON.stringify({ name, version }),
});

const table: { name: string; layers: Files[]; expected: string[] }[] = [
  {
    name: 'all kinds, including those of the base',
    layers: [
      dpkg({ libc6: '2.36', bash: '5.2' }),
      { ...wheel('numpy', '2.1.0'), ...node('react', '19.0.0') },
      { 'lib/apk/db/installed': 'P:musl\nV:1.2\nA:x86_64\n' },
    ],
    expected: [
      'apk musl 1.2 2',
      'deb bash 5.2 0',
      'deb libc6 2.36 0',
      'npm react 19.0.0 1',
      'pypi numpy 2.1.0 1',
    ],
  },
  {
    name: 'the last database wins, and each package keeps the layer that installed it',
    layers: [
      dpkg({ libc6: '2.36', bash: '5.2' }),
      dpkg({ libc6: '2.36', bash: '5.2', curl: '8' }),
      dpkg({ libc6: '2.37', curl: '8' }),
    ],
    expected: ['deb curl 8 1', 'deb libc6 2.37 2'],
  },
  {
    name: 'removed and installed again',
    layers: [dpkg({ curl: '8' }), dpkg({}), dpkg({ curl: '8' })],
    expected: ['deb curl 8 2'],
  },
  {
    name: 'a package removed by a later layer',
    layers: [{}, wheel('numpy', '2.1.0'), { [`${site}/.wh.numpy-2.1.0.dist-info`]: '' }],
    expected: [],
  },
  {
    name: 'a package replaced by a different version',
    layers: [
      {},
      wheel('numpy', '1.26.0'),
      { [`${site}/.wh.numpy-1.26.0.dist-info`]: '', ...wheel('numpy', '2.1.0') },
    ],
    expected: ['pypi numpy 2.1.0 2'],
  },
  {
    name: 'a recreated folder of packages',
    layers: [{}, node('react', '19.0.0'), { 'srv/node_modules/.wh..wh..opq': '', ...node('vue', '3.0.0') }],
    expected: ['npm vue 3.0.0 2'],
  },
  {
    name: 'metadata overwritten in place',
    layers: [{}, node('react', '18.0.0'), node('react', '19.0.0')],
    expected: ['npm react 19.0.0 2'],
  },
  {
    name: 'metadata copied for its mode',
    layers: [{}, wheel('numpy', '2.1.0'), wheel('numpy', '2.1.0')],
    expected: ['pypi numpy 2.1.0 1'],
  },
  {
    name: 'near miss: a download cache installs nothing',
    layers: [
      {},
      {
        ...wheel('numpy', '2.1.0', 'root/.cache/uv/archive-v0/abc'),
        ...wheel('scipy', '1.0', 'opt/conda/pkgs/scipy-1.0/lib/python3.12/site-packages'),
        ...wheel('wheel', '0.4', `${site}/setuptools/_vendor`),
      },
    ],
    expected: [],
  },
  {
    name: 'a hard link into the cache is installed',
    layers: [
      {},
      {
        ...wheel('numpy', '2.1.0', 'root/.cache/uv/archive-v0/abc'),
        [`${site}/numpy-2.1.0.dist-info/METADATA`]:
          '→root/.cache/uv/archive-v0/abc/numpy-2.1.0.dist-info/METADATA',
      },
      { 'root/.wh..cache': '' },
    ],
    expected: ['pypi numpy 2.1.0 1'],
  },
  {
    name: 'two copies of one package',
    layers: [{}, { ...node('a', '1.0.0'), ...node('a', '1.0.0', 'srv/node_modules/b/node_modules') }],
    expected: ['npm a 1.0.0 1', 'npm a 1.0.0 1'],
  },
  {
    name: 'one folder removed, a similar one kept',
    layers: [{}, { ...node('a', '1.0.0'), ...node('ab', '1.0.0') }, { 'srv/node_modules/.wh.a': '' }],
    expected: ['npm ab 1.0.0 1'],
  },
];

test.each(table)('$name', async ({ layers, expected }) =>
  expect(await installed(...layers)).toEqual(expected),
);

test('a file that cannot be read is reported with its location, and the rest is listed', async () => {
  const found = await inventory(
    { ...dpkg({ bash: '5.2' }), 'var/lib/rpm/rpmdb.sqlite': 'SQLite' },
    {
      ...wheel('numpy', '2.1.0'),
      [`${site}/broken-1.dist-info/METADATA`]: 'nothing',
      [`${site}/huge-1.dist-info/METADATA`]: `Name: huge\nVersion: 1\n\n${'x'.repeat(1024 * 1024)}`,
    },
  );
  expect(found.packages.map((one) => one.name)).toEqual(['bash', 'numpy']);
  expect(found.notes).toEqual([
    { path: `${site}/broken-1.dist-info/METADATA`, layer: 1, problem: 'unreadable' },
    { path: `${site}/huge-1.dist-info/METADATA`, layer: 1, problem: 'too-large' },
    { path: 'var/lib/rpm/rpmdb.sqlite', layer: 0, problem: 'rpm-not-read' },
  ]);
});

test('with more packages than the limit, the first are listed and the rest is reported', async () => {
  const many = dpkg(Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`p${index}`, '1'])));
  const enough = await inventory({}, many);
  expect([enough.packages.length, enough.notes]).toEqual([50_000, []]);
  const tooMany = await inventory(
    {},
    { ...many, 'var/lib/dpkg/status.d/zlib': 'Package: zlib\nVersion: 1\n' },
  );
  expect([tooMany.packages.length, tooMany.notes]).toEqual([
    50_000,
    [{ path: '', layer: 1, problem: 'too-many' }],
  ]);
});

test('with more package files in a layer than the limit, the first are kept', async () => {
  const headers = Array.from({ length: 50_001 }, (_, index) =>
    emptyFile(`srv/node_modules/p${index}/package.json`),
  );
  const scan = await scanLayer(
    Readable.from([Buffer.concat([...headers, Buffer.alloc(1024)])]),
    new ArchiveBudget(defaultArchiveLimits),
    false,
  );
  expect([scan.entries.length, scan.packageFiles.size, scan.unreadPackageFiles]).toEqual([50_001, 50_000, 1]);
  const config = {
    user: '',
    entrypoint: null,
    cmd: null,
    env: [],
    labels: {},
    healthcheck: null,
    workdir: '',
    ports: [],
    history: [],
    diffIds: [scan.diffId],
  };
  expect((await imageEvidence(config, [scan], { configBytes: 0 })).inventory.notes).toContainEqual({
    path: '',
    layer: 0,
    problem: 'too-many',
  });
});

test('with more records in a layer than the limit, the first files are kept', async () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `Package: p${index}\nVersion: 1\n`).join('\n');
  const layer = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${status}.d/${name}`, many]));
  const scan = await scanLayer(
    Readable.from([await tarOf(layer)]),
    new ArchiveBudget(defaultArchiveLimits),
    false,
  );
  expect([scan.packageFiles.size, scan.packageRecords, scan.unreadPackageFiles]).toEqual([4, 200_000, 1]);
});

test('SBOMs are those that a container sees', async () => {
  const bom = (purl: string) => JSON.stringify({ bomFormat: 'CycloneDX', components: [{ purl }] });
  const found = await inventory(
    { 'sbom.cdx.json': bom('pkg:pypi/numpy@2.0.0') },
    {
      'sbom.cdx.json': bom('pkg:pypi/numpy@2.1.0'),
      [`${site}/numpy-2.1.0.dist-info/sboms/a.json`]: bom('pkg:generic/openblas@0.3.30'),
      'srv/old.cdx.json': bom('pkg:pypi/numpy@1.26.0'),
    },
    { 'srv/.wh.old.cdx.json': '' },
  );
  expect(found.sboms).toEqual([
    { path: 'sbom.cdx.json', components: [{ type: 'pypi', name: 'numpy', version: '2.1.0' }] },
    {
      path: `${site}/numpy-2.1.0.dist-info/sboms/a.json`,
      components: [{ type: 'generic', name: 'openblas', version: '0.3.30' }],
    },
  ]);
  expect(found.packages).toEqual([]);
  expect((await inventory({})).sboms).toBeUndefined();
});

/** The header of an empty file (POSIX.1-1988). Written by hand, because a library takes seconds for this many. */
function emptyFile(name: string): Buffer {
  const header = Buffer.alloc(512);
  for (const [text, at] of [
    [name, 0],
    ['0000644', 100],
    ['0000000', 108],
    ['0000000', 116],
    ['00000000000', 124],
    ['00000000000', 136],
    ['        0', 148],
    ['ustar\u000000', 257],
  ] as const)
    header.write(text, at, 'latin1');
  header.write(
    header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0'),
    148,
    'latin1',
  );
  header[154] = 0;
  return header;
}

test('a record that a later layer removed is no longer a problem', async () => {
  expect(
    (
      await inventory(
        { [`${site}/broken-1.dist-info/METADATA`]: 'nothing' },
        { [`${site}/.wh.broken-1.dist-info`]: '' },
      )
    ).notes,
  ).toEqual([]);
});

test.each([
  [
    'of a link into /usr/lib',
    [{ 'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n' }],
    { id: 'debian', version: '12' },
  ],
  [
    'in /etc takes precedence',
    [{ 'usr/lib/os-release': 'ID=debian\n', 'etc/os-release': 'ID=mine\n' }],
    { id: 'mine', version: undefined },
  ],
  [
    'of a later layer',
    [
      { 'usr/lib/os-release': 'ID=debian\nVERSION_ID="11"\n' },
      { 'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n' },
    ],
    { id: 'debian', version: '12' },
  ],
  ['is not there', [{ 'srv/os-release': 'ID=debian\n' }], undefined],
] as [string, Files[], unknown][])('the distribution %s', async (_, layers, expected) =>
  expect((await inventory(...layers)).distribution).toEqual(expected),
);
