import { replayLayers } from '@dfm/grading';
import type { LayerEntry } from '@dfm/grading';
import { file, symlink } from '@dfm/grading/testing/layer-entry';
import { expect, test } from 'vitest';
import { Turns } from '../tar/turns.ts';
import { missingLibraries } from './missing-libraries.ts';

const packages = 'usr/local/lib/python3.11/site-packages';
const extension = `${packages}/lightgbm/lib/lib_lightgbm.so`;

test.each<{
  name: string;
  base?: LayerEntry[];
  own?: LayerEntry[];
  searchPath?: string[];
  extra?: string[];
  needs?: string;
  missing: boolean;
}>([
  { name: 'nowhere', missing: true },
  {
    name: 'in a default directory of the base',
    base: [file('usr/lib/x86_64-linux-gnu/libgomp.so.1')],
    missing: false,
  },
  {
    name: 'through links: the merged /usr and the versioned name',
    base: [
      symlink('lib', 'usr/lib'),
      symlink('usr/lib/x86_64-linux-gnu/libgomp.so.1', 'libgomp.so.1.0.0'),
      file('usr/lib/x86_64-linux-gnu/libgomp.so.1.0.0'),
    ],
    missing: false,
  },
  {
    name: 'near miss: the link leads nowhere',
    base: [symlink('usr/lib/libgomp.so.1', 'libgomp.so.1.0.0')],
    missing: true,
  },
  {
    name: 'near miss: links in a circle',
    base: [symlink('usr/lib/libgomp.so.1', 'libgomp.so.2'), symlink('usr/lib/libgomp.so.2', 'libgomp.so.1')],
    missing: true,
  },
  {
    name: 'near miss: deleted by a later layer',
    base: [file('usr/lib/libgomp.so.1')],
    own: [file('usr/lib/.wh.libgomp.so.1')],
    missing: true,
  },
  { name: 'near miss: a directory that is not searched', base: [file('srv/libgomp.so.1')], missing: true },
  {
    name: 'near miss: bundled by a different package',
    own: [file(`${packages}/sklearn/libgomp.so.1`)],
    missing: true,
  },
  {
    name: 'bundled under a different name',
    own: [file(`${packages}/lightgbm.libs/libgomp-1a2b.so.1.0.0`)],
    missing: true,
  },
  {
    name: 'bundled by its own package',
    own: [file(`${packages}/lightgbm.libs/libgomp.so.1`)],
    missing: false,
  },
  {
    name: 'by the run path',
    own: [file(`${packages}/other/libgomp.so.1`)],
    searchPath: ['$ORIGIN/../../other'],
    missing: false,
  },
  { name: 'by LD_LIBRARY_PATH', base: [file('srv/libgomp.so.1')], extra: ['/srv'], missing: false },
  { name: "the driver's part comes from the host", needs: 'libcuda.so.1', missing: false },
])('$name', async ({ base = [], own = [], searchPath = [], extra = [], needs = 'libgomp.so.1', missing }) => {
  const replay = replayLayers(
    [
      { diffId: 'a', createdBy: '', entries: base },
      { diffId: 'b', createdBy: '', entries: [file(extension), ...own] },
    ],
    1,
  );
  expect(
    await missingLibraries(
      replay,
      new Map([[extension, { needed: [needs], searchPath }]]),
      extra,
      new Turns(),
    ),
  ).toEqual(missing ? [{ path: extension, needs: [needs] }] : []);
});

test('an extension that was removed, or belongs to the base, is not checked', async () => {
  const shared = new Map([[extension, { needed: ['libgomp.so.1'], searchPath: [] }]]);
  expect(
    await missingLibraries(
      replayLayers([{ diffId: 'a', createdBy: '', entries: [file(extension)] }], 1),
      shared,
      [],
      new Turns(),
    ),
  ).toEqual([]);
  expect(
    await missingLibraries(
      replayLayers(
        [
          { diffId: 'a', createdBy: '', entries: [file(extension)] },
          { diffId: 'b', createdBy: '', entries: [file(`${packages}/.wh.lightgbm`)] },
        ],
        0,
      ),
      shared,
      [],
      new Turns(),
    ),
  ).toEqual([]);
});

test('a library whose search would never end is not reported, but those before it are', async () => {
  const names = (word: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${word}${index}`);
  const hostile = (index: number) => `${packages}/hostile${index}/x.so`;
  const many = Array.from({ length: 40 }, (_, index) => index);
  const replay = replayLayers(
    [
      {
        diffId: 'a',
        createdBy: '',
        entries: [file(`${packages}/first.so`), ...many.map((index) => file(hostile(index)))],
      },
    ],
    0,
  );
  const shared = new Map([
    [`${packages}/first.so`, { needed: ['libgomp.so.1'], searchPath: [] }],
    ...many.map(
      (index) => [hostile(index), { needed: names('n', 4000), searchPath: names('/d/', 4000) }] as const,
    ),
  ]);
  const found = await missingLibraries(replay, shared, names('/e/', 5_000_000), new Turns());
  expect(found[0]).toEqual({ path: `${packages}/first.so`, needs: ['libgomp.so.1'] });
  expect(found.flatMap(({ needs }) => needs).length).toBeLessThan(4000);
});
