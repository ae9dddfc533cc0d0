import { expect, test } from 'vitest';
import { sbomComponents } from './sbom-components.ts';

const named = (...purls: unknown[]) => ({ components: purls.map((purl) => ({ purl })) });

test.each<[name: string, document: Record<string, unknown>, expected: string[]]>([
  [
    'each type',
    named('pkg:pypi/numpy@2.4.6', 'pkg:deb/debian/curl@8.5.0-2', 'pkg:npm/%40scope/name@1.0.0'),
    ['pypi numpy 2.4.6', 'deb debian/curl 8.5.0-2', 'npm @scope/name 1.0.0'],
  ],
  [
    'with qualifiers and a part of the package',
    named(
      'pkg:generic/openssl@4.0.3?download_url=https://example.com/a.tar.gz',
      'pkg:pypi/pillow@13.0.0#PIL/_avif',
    ),
    ['generic openssl 4.0.3', 'pypi pillow 13.0.0'],
  ],
  [
    'versions with escapes and without',
    named('pkg:deb/debian/passwd@1%3A4.13%2Bdfsg1-1', 'pkg:deb/debian/libc6@1:2.36-9+deb12u14~bpo'),
    ['deb debian/passwd 1:4.13+dfsg1-1', 'deb debian/libc6 1:2.36-9+deb12u14~bpo'],
  ],
  [
    'inside other components',
    { components: [{ purl: 'pkg:pypi/a@1', components: [{ components: [{ purl: 'pkg:generic/b@2' }] }] }] },
    ['pypi a 1', 'generic b 2'],
  ],
  ['near miss: without a version', named('pkg:pypi/numpy'), []],
  ['near miss: no package URL', named('numpy@2.4.6', 'pypi/numpy@2.4.6', '', 7, null), []],
  ['near miss: a name without a package URL', { components: [{ name: 'numpy', version: '2.4.6' }] }, []],
  ['near miss: a control character', named('pkg:pypi/nu%1Bmpy@2.4.6', 'pkg:pypi/numpy@2.4%0A6'), []],
  [
    'near miss: longer than any',
    named(`pkg:pypi/numpy@${'1'.repeat(2_000)}`, `pkg:pypi/n@${'1'.repeat(257)}`),
    [],
  ],
  ['near miss: components of a wrong type', { components: { purl: 'pkg:pypi/numpy@2.4.6' } }, []],
  ['nothing', {}, []],
])('%s', (_name, document, expected) => {
  expect(
    sbomComponents({ bomFormat: 'CycloneDX', ...document })!.map(
      ({ type, name, version }) => `${type} ${name} ${version}`,
    ),
  ).toEqual(expected);
});

test.each([
  [{}],
  [{ spdxVersion: 'SPDX-2.3', ...named('pkg:pypi/numpy@2.4.6') }],
  [{ bomFormat: 'cyclonedx' }],
])('not a CycloneDX document: %j', (document) => expect(sbomComponents(document)).toBeUndefined());

test('a document nested as deep as its size allows is read', () => {
  let components: unknown[] = [{ purl: 'pkg:pypi/numpy@2.4.6' }];
  for (let depth = 0; depth < 60_000; depth += 1) components = [{ components }];
  expect(sbomComponents({ bomFormat: 'CycloneDX', components })).toHaveLength(1);
});
