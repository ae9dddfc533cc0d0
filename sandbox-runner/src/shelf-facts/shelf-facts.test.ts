import type { LayerEntry } from '@dfm/grading';
import { file, symlink } from '@dfm/grading/testing/layer-entry';
import { expect, test } from 'vitest';
import { baseFacts } from './base-facts.ts';
import { splitByOrigin } from './wheel-facts.ts';
import { isNoWheel } from './wheel-platforms.ts';

const factsOf = (...layers: LayerEntry[][]) =>
  baseFacts(
    { reference: 'a:1', standIn: true },
    {
      layers: layers.map((entries, index) => ({ diffId: String(index), createdBy: '', entries })),
      inventory: {
        packages: [
          { type: 'deb', name: 'a', version: '1', path: 'd', layer: 0 },
          { type: 'pypi', name: 'b', version: '1', path: 'p', layer: 0 },
        ],
        notes: [],
        distribution: undefined,
      },
    },
    ['libz.so.1', 'libGL.so.1'],
  );

test('size, files and packages of a base', () => {
  expect(
    factsOf([file('usr/bin/dash', 10), symlink('usr/bin/sh', 'dash')], [file('usr/lib/gcc/x/cc1', 5)]),
  ).toMatchObject({ reference: 'a:1', standIn: true, totalBytes: 15, files: 2, debianPackages: 1 });
});

test.each<[name: string, path: string, programs: string[]]>([
  ['in /usr/bin', 'usr/bin/gcc', ['gcc']],
  ['in /usr/local/bin', 'usr/local/bin/pip', ['pip']],
  ['near miss: a different name', 'usr/bin/gcc-12', []],
  ['near miss: not in a folder of programs', 'usr/lib/git', []],
])('a program %s', (_name, path, programs) => expect(factsOf([file(path)]).programs).toEqual(programs));

test('a program that a later layer deletes does not count', () => {
  expect(factsOf([file('usr/bin/gcc')], [file('usr/bin/.wh.gcc')]).programs).toEqual([]);
});

test.each<[name: string, entry: LayerEntry, libraries: string[]]>([
  [
    'a link in the loader’s search path',
    symlink('usr/lib/x86_64-linux-gnu/libz.so.1', 'libz.so.1.2.13'),
    ['libz.so.1'],
  ],
  ['near miss: elsewhere', file('opt/libz.so.1'), []],
  ['near miss: a different version', file('usr/lib/x86_64-linux-gnu/libz.so.2'), []],
  ['near miss: not requested', file('usr/lib/x86_64-linux-gnu/libm.so.6'), []],
])('%s', (_name, entry, libraries) => expect(factsOf([entry]).libraries).toEqual(libraries));

test('a library in a wheel counts as bundled only under exactly the name that is needed', () => {
  const needed = new Map([
    ['a/x.so', ['libgomp-1a2b.so.1', 'libc.so.6', 'libz.so.1']],
    ['a.libs/libgomp-1a2b.so.1', ['libc.so.6']],
    ['a.libs/libz-3c4d.so.1', []],
  ]);
  expect(splitByOrigin(needed)).toEqual({
    bundled: ['libgomp-1a2b.so.1'],
    leftToSystem: ['libc.so.6', 'libz.so.1'],
  });
});

test.each<[message: string, isNone: boolean]>([
  [
    'ERROR: Could not find a version that satisfies the requirement torch (from versions: none)\nERROR: No matching distribution found for torch',
    true,
  ],
  [
    'near miss: ERROR: Could not find a version that satisfies the requirement torch==9 (from versions: 2.0, 2.1)',
    false,
  ],
  [
    'near miss: WARNING: Retrying after connection broken\nERROR: Could not find a version that satisfies the requirement torch (from versions: none)',
    false,
  ],
])('no wheel: %s', (message, isNone) => expect(isNoWheel(new Error(message))).toBe(isNone));
