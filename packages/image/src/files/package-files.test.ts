import { expect, test } from 'vitest';
import { packageFileAt, readPackageFile } from './package-files.ts';

const site = 'usr/local/lib/python3.11/site-packages';
const status = 'var/lib/dpkg/status';
const metadata = `${site}/numpy-2.1.0.dist-info/METADATA`;
const sbom = `${site}/numpy-2.1.0.dist-info/sboms/auditwheel.json`;
const node = 'srv/node_modules/left-pad/package.json';

test.each([
  [status, 16 * 1024 * 1024, 'content'],
  [status, 16 * 1024 * 1024 + 1, 'too-large'],
  ['var/lib/dpkg/status.d/base', 10, 'content'],
  ['lib/apk/db/installed', 10, 'content'],
  ['usr/lib/apk/db/installed', 10, 'content'],
  [metadata, 1024 * 1024, 'content'],
  [metadata, 1024 * 1024 + 1, 'too-large'],
  ['opt/app/deps/numpy-2.1.0.dist-info/METADATA', 10, 'content'],
  [`${site}/six.egg-info/PKG-INFO`, 10, 'content'],
  ['usr/lib/python3/dist-packages/six-1.16.egg-info', 10, 'content'],
  [node, 10, 'content'],
  ['srv/node_modules/@scope/name/package.json', 10, 'content'],
  ['srv/node_modules/a/node_modules/b/package.json', 10, 'content'],
  [sbom, 1024 * 1024, 'content'],
  [sbom, 1024 * 1024 + 1, undefined],
  ['usr/share/sbom/image.cdx.json', 10, 'content'],
  ['etc/os-release', 10, 'content'],
  ['usr/lib/os-release', 10, 'content'],
  ['var/lib/rpm/rpmdb.sqlite', 10, 'rpm-not-read'],
  ['usr/lib/sysimage/rpm/Packages.db', 10, 'rpm-not-read'],
])('%s of %d bytes: %s', (path, bytes, expected) => expect(packageFileAt(path, bytes)).toBe(expected));

test.each([
  'var/lib/dpkg/status-old',
  'var/lib/dpkg/status.d/base.md5sums',
  'srv/var/lib/dpkg/status',
  'var/lib/dpkg/available',
  'lib/apk/db/installed.new',
  `${site}/numpy-2.1.0.dist-info/RECORD`,
  'srv/METADATA',
  'srv/app/mine.egg-info/PKG-INFO',
  'srv/package.json',
  'srv/node_modules/left-pad/dist/package.json',
  'srv/node_modules/.package-lock.json',
  'srv/node_modules/@scope/package.json',
  'srv/os-release',
  'etc/os-release.d/x',
  'srv/sboms/image.json',
  'srv/sbom.json',
  'srv/image.cdx.json.gz',
  `${site}/numpy-2.1.0.dist-info/sboms/old/auditwheel.json`,
])('near miss: %s', (path) => expect(packageFileAt(path, 10)).toBeUndefined());

const deb = (name: string, more = 'Status: install ok installed\nVersion: 1.0-2\nArchitecture: amd64') =>
  `Package: ${name}\n${more}\n`;

const table: { name: string; path: string; content: string; packages: string[]; problem?: string }[] = [
  {
    name: 'dpkg',
    path: status,
    content: `${deb('curl')}Description: a\n Version: 9\n .\n more\n\n${deb('zlib1g', 'Status: hold ok installed\nVersion: 1:1.2~x\nArchitecture: all')}`,
    packages: ['deb curl 1.0-2 amd64', 'deb zlib1g 1:1.2~x all'],
  },
  {
    name: 'dpkg: removed, configuration kept',
    path: status,
    content: deb('curl', 'Status: deinstall ok config-files\nVersion: 1'),
    packages: [],
  },
  {
    name: 'dpkg: half installed',
    path: status,
    content: deb('curl', 'Status: install reinstreq half-installed\nVersion: 1'),
    packages: [],
  },
  { name: 'dpkg: nothing installed', path: status, content: '', packages: [] },
  {
    name: 'dpkg: a distroless image, without a status',
    path: 'var/lib/dpkg/status.d/base',
    content: 'Package: base-files\nVersion: 12.4\nArchitecture: amd64\n',
    packages: ['deb base-files 12.4 amd64'],
  },
  {
    name: 'dpkg: without a version',
    path: status,
    content: `${deb('a', 'Status: install ok installed')}\n${deb('b')}`,
    packages: ['deb b 1.0-2 amd64'],
    problem: 'unreadable',
  },
  {
    name: 'dpkg: invalid content',
    path: status,
    content: '\u0000\u0001 nothing',
    packages: [],
    problem: 'unreadable',
  },
  {
    name: 'dpkg: a name with terminal control characters',
    path: status,
    content: deb('\u001b[2Jcurl'),
    packages: [],
    problem: 'unreadable',
  },
  {
    name: 'apk',
    path: 'lib/apk/db/installed',
    content: 'C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\nR:ld.so\n\nP:busybox\nV:1.36\nA:x86_64\n\n',
    packages: ['apk musl 1.2.5-r0 x86_64', 'apk busybox 1.36 x86_64'],
  },
  {
    name: 'a wheel',
    path: metadata,
    content:
      'Metadata-Version: 2.1\r\nName: numpy\r\nVersion: 2.1.0+local\r\nRequires-Dist: x\r\n\r\nName: not-this\r\nVersion: 0\r\n',
    packages: ['pypi numpy 2.1.0+local'],
  },
  {
    name: 'a wheel without a name',
    path: metadata,
    content: 'Version: 2.1.0\n\nName: below the headers\n',
    packages: [],
    problem: 'unreadable',
  },
  { name: 'an empty wheel', path: metadata, content: '', packages: [], problem: 'unreadable' },
  {
    name: 'an egg',
    path: `${site}/six.egg-info/PKG-INFO`,
    content: 'Name: six\nVersion: 1.16.0\n',
    packages: ['pypi six 1.16.0'],
  },
  {
    name: 'node',
    path: node,
    content: '{"name": "left-pad", "version": "1.3.0", "main": "a.js"}',
    packages: ['npm left-pad 1.3.0'],
  },
  {
    name: 'node, scoped',
    path: 'srv/node_modules/@a/b/package.json',
    content: '{"name": "@a/b", "version": "1.3.0-rc.1+x"}',
    packages: ['npm @a/b 1.3.0-rc.1+x'],
  },
  {
    name: 'node: a version that is not a string',
    path: node,
    content: '{"name": "left-pad", "version": 1}',
    packages: [],
    problem: 'unreadable',
  },
  { name: 'node: truncated', path: node, content: '{"name": "left', packages: [], problem: 'unreadable' },
  {
    name: 'node: nested too deeply',
    path: node,
    content: '['.repeat(200_000),
    packages: [],
    problem: 'unreadable',
  },
  { name: 'node: null', path: node, content: 'null', packages: [], problem: 'unreadable' },
];

test.each(table)('$name', ({ path, content, packages, problem }) => {
  const read = readPackageFile(path, Buffer.from(content));
  expect(
    read.packages.map(({ type, name, version, architecture }) =>
      [type, name, version, ...(architecture === undefined ? [] : [architecture])].join(' '),
    ),
  ).toEqual(packages);
  expect(read.problem).toBe(problem);
});

test('in a database with more packages than the limit, the first are kept and the rest is reported', () => {
  const read = readPackageFile(
    status,
    Buffer.from(Array.from({ length: 50_001 }, (_, index) => deb(`p${index}`)).join('\n')),
  );
  expect([read.packages.length, read.problem]).toEqual([50_000, 'too-many']);
});

test('bytes that are not UTF-8 are a problem, not a crash', () => {
  expect(
    readPackageFile(metadata, Buffer.from([0x4e, 0x61, 0x6d, 0x65, 0x3a, 0xff, 0xfe, 0x0a])).problem,
  ).toBe('unreadable');
});

test.each([
  ['ID=debian\nVERSION_ID="12"\nID_LIKE=x\n', { id: 'debian', version: '12' }],
  ["NAME='x'\nID='alpine'\nVERSION_ID=3.20.1\n", { id: 'alpine', version: '3.20.1' }],
  ['ID=debian\nVERSION_CODENAME=sid\n', { id: 'debian', version: undefined }],
  ['NAME="nothing"\n', undefined],
  ['ID="$(reboot)"\n', undefined],
])('os-release %j', (content, expected) =>
  expect(readPackageFile('etc/os-release', Buffer.from(content)).distribution).toEqual(expected),
);

test.each([
  ['{"bomFormat": "CycloneDX", "components": [{"purl": "pkg:pypi/numpy@2.1.0"}]}', 1],
  ['{"bomFormat": "CycloneDX"}', 0],
  ['{"spdxVersion": "SPDX-2.3"}', undefined],
  ['{"bomFormat": "CycloneDX", ', undefined],
])('SBOM %j', (content, components) => {
  const read = readPackageFile(sbom, Buffer.from(content));
  expect([read.packages, read.components?.length, read.problem]).toEqual([[], components, undefined]);
});
