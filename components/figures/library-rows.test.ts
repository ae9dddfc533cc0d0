import { expect, test } from 'vitest';
import { libraryRows, packagesToInstall } from './library-rows.ts';

const base = { libraries: ['libc.so.6', 'libz.so.1'] };

test('missing first, then what the base has, then what the wheel brings', () => {
  expect(
    libraryRows({ bundled: ['libgomp-1a.so.1'], leftToSystem: ['libc.so.6', 'libGL.so.1'] }, base),
  ).toEqual([
    { library: 'libGL.so.1', place: 'missing', debianPackage: 'libgl1' },
    { library: 'libc.so.6', place: 'base', debianPackage: undefined },
    { library: 'libgomp-1a.so.1', place: 'wheel', debianPackage: undefined },
  ]);
});

test.each<[name: string, leftToSystem: string[], packages: string[]]>([
  ['nothing is missing', ['libc.so.6'], []],
  ['two libraries of one package', ['libglib-2.0.so.0', 'libgthread-2.0.so.0'], ['libglib2.0-0']],
  ['near miss: a different version does not count', ['libz.so.2'], []],
  ['several packages', ['libgomp.so.1', 'libGL.so.1', 'libc.so.6'], ['libgl1', 'libgomp1']],
])('packages to install: %s', (_name, leftToSystem, packages) => {
  expect(packagesToInstall(libraryRows({ bundled: [], leftToSystem }, base))).toEqual(packages);
});
