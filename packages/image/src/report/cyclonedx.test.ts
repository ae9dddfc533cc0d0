import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { InstalledPackage, PackageInventory } from '@dfm/grading';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { cycloneDx } from './cyclonedx.ts';

/** The schemas of the format, as packaged with its library. */
const schemas = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const schema = (name: string): { $id: string } =>
  JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
const bomSchema = schema('bom-1.6');
const ajv = new Ajv({ strict: false, validateFormats: false });
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
  ajv.addSchema(schema(name), new URL(`${name}.SNAPSHOT.schema.json`, bomSchema.$id).href);
const isBom = ajv.compile(bomSchema);

const packages: InstalledPackage[] = [
  {
    type: 'apk',
    name: 'musl',
    version: '1.2.5-r0',
    architecture: 'x86_64',
    path: 'lib/apk/db/installed',
    layer: 0,
  },
  {
    type: 'deb',
    name: 'libstdc++6',
    version: '1:12.2.0-14',
    architecture: 'amd64',
    path: 'var/lib/dpkg/status',
    layer: 0,
  },
  {
    type: 'npm',
    name: '@scope/left-pad',
    version: '1.3.0',
    path: 'srv/node_modules/@scope/left-pad/package.json',
    layer: 1,
  },
  { type: 'npm', name: 'debug', version: '4.4.0', path: 'srv/node_modules/debug/package.json', layer: 1 },
  {
    type: 'npm',
    name: 'debug',
    version: '4.4.0',
    path: 'srv/node_modules/x/node_modules/debug/package.json',
    layer: 0,
  },
  {
    type: 'pypi',
    name: 'Typing_Extensions',
    version: '4.12',
    path: 'site-packages/typing_extensions-4.12.dist-info/METADATA',
    layer: 1,
  },
];
const layers = [0, 1].map((index) => ({ diffId: `sha256:${index}`, createdBy: '', entries: [] }));
const bomOf = (inventory: Partial<PackageInventory>, name = 'image.tar') =>
  cycloneDx(name, { inventory: { packages, notes: [], distribution: undefined, ...inventory }, layers });

interface Document {
  specVersion: string;
  serialNumber?: string;
  dependencies?: unknown;
  metadata: { timestamp?: string; component: { type: string; name: string } };
  components: {
    type: string;
    name: string;
    version?: string;
    purl?: string;
    'bom-ref': string;
    properties?: { name: string; value: string }[];
  }[];
}
const parsed = (text: string) => JSON.parse(text) as Document;

test.each([
  ['all kinds', bomOf({ distribution: { id: 'debian', version: '12' } })],
  ['nothing at all', bomOf({ packages: [] })],
  ['a release without a number', bomOf({ distribution: { id: 'arch', version: undefined } })],
])('valid against the schema of CycloneDX 1.6: %s', (_, text) => {
  isBom(JSON.parse(text));
  expect(isBom.errors ?? []).toEqual([]);
});

test('near miss: the schema rejects other documents', () => {
  const document = parsed(bomOf({}));
  expect(isBom({ ...document, bomFormat: 'other' })).toBe(false);
  expect(
    isBom({ ...document, components: [document.components[0], document.components[0]] }),
    'a component twice',
  ).toBe(false);
});

test('package URLs with the distribution, and without one', () => {
  const urls = (text: string) => parsed(text).components.map((one) => one.purl);
  expect(urls(bomOf({ distribution: { id: 'debian', version: '12' } }))).toEqual([
    undefined,
    'pkg:apk/debian/musl@1.2.5-r0?arch=x86_64&distro=debian-12',
    'pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14?arch=amd64&distro=debian-12',
    'pkg:npm/%40scope/left-pad@1.3.0',
    'pkg:npm/debug@4.4.0',
    'pkg:pypi/typing-extensions@4.12',
  ]);
  expect(urls(bomOf({}))).toContain('pkg:deb/libstdc%2B%2B6@1:12.2.0-14?arch=amd64');
});

test('copies of one package are one component with the location of each', () => {
  expect(parsed(bomOf({})).components.find((one) => one.name === 'debug')?.properties).toEqual([
    { name: 'dfm:location:0:layer', value: 'sha256:1' },
    { name: 'dfm:location:0:path', value: 'srv/node_modules/debug/package.json' },
    { name: 'dfm:location:1:layer', value: 'sha256:0' },
    { name: 'dfm:location:1:path', value: 'srv/node_modules/x/node_modules/debug/package.json' },
  ]);
});

test('a name that is invalid in a package URL gives a component without one', () => {
  const [component] = parsed(
    bomOf({ packages: [{ type: 'npm', name: '@scope/', version: '1', path: 'p', layer: 0 }] }),
  ).components;
  expect([component?.['bom-ref'], component?.purl]).toEqual(['npm/@scope/@1', undefined]);
});

test('the same image gives the same text, without time, serial number or dependencies', () => {
  const document = parsed(bomOf({}));
  expect(bomOf({})).toBe(bomOf({}));
  expect([document.serialNumber, document.metadata.timestamp, document.dependencies]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(document.metadata.component).toMatchObject({ type: 'container', name: 'image.tar' });
});
