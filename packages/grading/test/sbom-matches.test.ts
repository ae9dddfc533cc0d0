import { expect, test } from 'vitest';
import type { InstalledPackage, PackageInventory, SbomComponent } from '../src/evidence/evidence.ts';
import { grade } from '../src/grade.ts';
import { file } from '../src/testing/layer-entry.ts';
import { evidenceOf, exercise, frugal, item } from '../src/testing/sample-run.ts';

const site = 'usr/local/lib/python3.11/site-packages';
const installed = (type: InstalledPackage['type'], name: string, version: string): InstalledPackage => ({
  type,
  name,
  version,
  path: 'var/lib/dpkg/status',
  layer: 0,
});
const packages = [
  installed('deb', 'libc6', '2.36-9+deb12u14'),
  installed('pypi', 'Typing_Extensions', '4.16.0'),
];

/** `deb/debian/libc6@2.36` */
const component = (text: string): SbomComponent => {
  const [, type, name, version] = /^([^/]+)\/(.+)@([^@]+)$/u.exec(text)!;
  return { type: type!, name: name!, version: version! };
};
const libc = 'deb/debian/libc6@2.36-9+deb12u14';
const typing = 'pypi/typing-extensions@4.16.0';
const openssl = 'generic/openssl@4.0.3';
const copy = 'generic/canonical-json@1.4.2';

interface Given {
  /** Components of the SBOM at /sbom.cdx.json; undefined if there is no such file. */
  named: string[] | undefined;
  /** Components of an SBOM in a wheel. */
  wheel?: string[];
  copied?: boolean;
  inventory?: Partial<PackageInventory>;
  options?: Record<string, string>;
}

function judged({ named, wheel, copied = false, inventory, options }: Given) {
  const evidence = evidenceOf(frugal);
  const sbom = (path: string, components: string[] | undefined) =>
    components === undefined ? [] : [{ path, components: components.map(component) }];
  evidence.image!.inventory = {
    packages,
    notes: [],
    distribution: { id: 'debian', version: '12' },
    sboms: [
      ...sbom('sbom.cdx.json', named),
      ...sbom(`${site}/cryptography-50.0.2.dist-info/sboms/sbom.json`, wheel),
    ],
    ...inventory,
  };
  const entries = evidence.image!.layers.at(-1)!.entries;
  if (copied) entries.push(file('app/canonical.py', 900));
  const { checks } = grade({
    exercise: exercise([
      item('sbom-matches', 10, {
        options: options ?? { copies: { '/app/canonical.py': `pkg:${copy}` } },
      }),
    ]),
    evidence,
    timings: { totalMs: 1 },
    engine: undefined,
    notices: [],
  });
  return checks.find(({ id }) => id === 'sbom-matches')!;
}

const left = (count: number, of: number, which: string) =>
  `The SBOM leaves out ${count} of ${of} components of the image: ${which}.`;

test.each<[name: string, given: Given, expected: object]>([
  ['all packages are named', { named: [libc, typing] }, { status: 'pass', points: 10 }],
  ['a name is written as on PyPI', { named: [libc, 'pypi/Typing_Extensions@4.16.0'] }, { status: 'pass' }],
  ['the order and a repetition do not matter', { named: [typing, libc, typing] }, { status: 'pass' }],
  [
    'near miss: the Debian package has the namespace of a different distribution',
    { named: ['deb/ubuntu/libc6@2.36-9+deb12u14', typing] },
    { status: 'fail', message: left(1, 2, `pkg:${libc}`) },
  ],
  [
    'near miss: a version without its suffix',
    { named: ['deb/debian/libc6@2.36', typing] },
    { status: 'fail', message: left(1, 2, `pkg:${libc}`) },
  ],
  [
    'near miss: a Debian package with the version of a Python package',
    { named: [libc, 'deb/debian/typing-extensions@4.16.0'] },
    { status: 'fail', message: left(1, 2, `pkg:${typing}`) },
  ],
  [
    'half of the packages',
    { named: [libc] },
    { status: 'fail', points: 0, message: left(1, 2, `pkg:${typing}`) },
  ],
  ['an empty list', { named: [] }, { status: 'fail', points: 0 }],
  [
    'a package that was removed after the SBOM was written',
    { named: [libc, typing, 'pypi/setuptools@79.0.1'] },
    {
      status: 'fail',
      points: 0,
      message: 'The SBOM names pkg:pypi/setuptools@79.0.1, which the image does not contain.',
    },
  ],
  [
    'near miss: what no record can refute may be named',
    { named: [libc, typing, 'generic/python@3.11.15'] },
    { status: 'pass' },
  ],
  [
    'a wheel lists what was compiled into it',
    { named: [libc, typing, openssl], wheel: [openssl] },
    { status: 'pass' },
  ],
  [
    'near miss: only the wheel names it',
    { named: [libc, typing], wheel: [openssl] },
    {
      status: 'fail',
      points: 5,
      message: left(1, 3, `pkg:${openssl}`),
      next: expect.stringContaining('dist-info/sboms'),
    },
  ],
  [
    'near miss: the OpenSSL of Debian instead of the one in the wheel',
    { named: [libc, typing, 'generic/openssl@3.0.22'], wheel: [openssl] },
    { status: 'fail', message: left(1, 3, `pkg:${openssl}`) },
  ],
  [
    'of three sources, only the packages are wrong',
    { named: [libc, typing, openssl, copy, 'deb/debian/curl@8.5.0-2'], wheel: [openssl], copied: true },
    { status: 'fail', points: 6.67 },
  ],
  ['copied code is named', { named: [libc, typing, copy], copied: true }, { status: 'pass' }],
  [
    'copied code is not named',
    { named: [libc, typing], copied: true },
    {
      status: 'fail',
      points: 5,
      message: left(1, 3, `pkg:${copy}`),
      next: 'No package manager has recorded code that was copied in. Add it to the SBOM with its version.',
    },
  ],
  [
    'near miss: copied code with a different version',
    { named: [libc, typing, 'generic/canonical-json@1.4.0'], copied: true },
    { status: 'fail', message: left(1, 3, `pkg:${copy}`) },
  ],
  [
    'near miss: there is nothing to compare with',
    { named: [], inventory: { packages: [] } },
    { status: 'skipped', points: 0 },
  ],
  [
    'there is no SBOM',
    { named: undefined },
    { status: 'fail', points: 0, message: 'The image has no file /sbom.cdx.json.' },
  ],
  [
    'near miss: the SBOM is at a different path',
    { named: [libc, typing], options: { path: '/usr/share/sbom/image.cdx.json' } },
    { status: 'fail', points: 0, message: 'The image has no file /usr/share/sbom/image.cdx.json.' },
  ],
  [
    'the file is not an SBOM',
    { named: undefined, options: { path: '/srv/model.npz' } },
    { status: 'fail', points: 0, message: '/srv/model.npz is not a CycloneDX document in JSON.' },
  ],
])('%s', (_name, given, expected) => {
  expect(judged(given)).toMatchObject(expected);
});

test('the evidence counts each source', () => {
  expect(
    judged({
      named: [libc, openssl, 'pypi/wheel@0.46.3'],
      wheel: [openssl, 'cargo/asn1@0.22.0'],
      copied: true,
    }).evidence,
  ).toEqual([
    { label: 'Installed packages', value: 1, unit: 'count', wanted: 2 },
    { label: 'Components in Python packages', value: 1, unit: 'count', wanted: 2 },
    { label: 'Copied code', value: 0, unit: 'count', wanted: 1 },
    { label: 'Named, but not installed', value: 1, unit: 'count', wanted: 0 },
  ]);
});

test('an exercise that does not ask for an SBOM does not mention one', () => {
  const { checks } = grade({
    exercise: exercise([item('builds', 10)]),
    evidence: evidenceOf(frugal),
    timings: { totalMs: 1 },
    engine: undefined,
    notices: [],
  });
  expect(checks.map(({ id }) => id)).not.toContain('sbom-matches');
});
