import type { ImageDiff } from '@dfm/grading';
import { expect, test } from 'vitest';
import { diffReport } from './diff-report.ts';

const same: ImageDiff = {
  same: true,
  totalBytes: { before: 1e6, after: 1e6 },
  wastedBytes: { before: 0, after: 0 },
  layers: { shared: 1, sharedBytes: 1e6, removed: [], added: [] },
  groups: [],
  packages: { added: [], removed: [], changed: [] },
  files: { added: 0, removed: 0, changed: 0 },
  paths: [],
  config: [],
};

test('identical images', () =>
  expect(diffReport('a', 'b', same)).toBe('a and b have the same layers and settings.\n'));

test('lists every part that differs, and no others', () => {
  const text = diffReport('a', 'b', {
    ...same,
    same: false,
    totalBytes: { before: 12e6, after: 10e6 },
    wastedBytes: { before: 0, after: 1_500_000 },
    layers: {
      shared: 2,
      sharedBytes: 9e6,
      removed: [{ diffId: 'x', createdBy: 'RUN /bin/sh -c make # buildkit', bytes: 3e6, wastedBytes: 0 }],
      added: [],
    },
    groups: [{ group: 'toolchain', label: 'Compilers', before: 3e6, after: 0 }],
    packages: {
      added: [{ type: 'deb', name: 'curl', before: [], after: ['8'] }],
      removed: [{ type: 'npm', name: 'vue', before: ['3'], after: [] }],
      changed: [{ type: 'pypi', name: 'numpy', before: ['1', '2'], after: ['2'] }],
    },
    paths: [{ path: 'usr/bin/\u001b[2Jgcc', before: 3e6, after: 0 }],
    config: [
      { setting: 'user', before: null, after: 'app' },
      { setting: 'env', name: 'A', before: 'x\u001b[1m', after: '' },
    ],
  });
  expect(text.split('\n')).toEqual([
    '-2.0 MB: 12 MB in a, 10 MB in b',
    '+1.5 MB wasted: 0 B in the first, 1.5 MB in the second',
    '',
    'Layers: 2 shared (9.0 MB), 1 only in the first image, 0 only in the second',
    '  -    3.0 MB  RUN /bin/sh -c make',
    '',
    'Contents',
    '     -3.0 MB  Compilers (3.0 MB, 0 B)',
    '',
    'Packages: 1 added, 1 removed, 1 changed',
    '  ~ pypi numpy 1, 2 → 2',
    '  - npm vue 3',
    '  + deb curl 8',
    '',
    'Files: 0 added, 0 removed, 0 changed',
    '',
    'Paths with the largest differences',
    '     -3.0 MB  /usr/bin/‹U+001B›[2Jgcc',
    '',
    'Settings',
    '  user: not set → "app"',
    '  env A: "x‹U+001B›[1m" → ""',
    '',
  ]);
});

test('a long list of packages is shortened, with a note', () => {
  const added = Array.from({ length: 23 }, (_, index) => ({
    type: 'deb' as const,
    name: `p${index}`,
    before: [],
    after: ['1'],
  }));
  const lines = diffReport('a', 'b', { ...same, same: false, packages: { ...same.packages, added } }).split(
    '\n',
  );
  expect(lines.filter((line) => line.startsWith('  + deb'))).toHaveLength(20);
  expect(lines).toContain('  and 3 more; use --format json for all');
});
