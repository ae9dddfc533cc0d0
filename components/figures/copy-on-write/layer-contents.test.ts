import { expect, test } from 'vitest';
import { deeds, layerContents, seenPaths, type Deed } from './layer-contents.ts';

const image = ['/job/model/sorter.joblib', '/job/sorter/clean.py', '/usr/local/bin/python3.11'];

test.each<[Deed, own: [path: string, kind: string][], seen: string[]]>([
  ['nothing', [], image],
  ['read', [], image],
  ['change', [['/job/sorter/clean.py', 'copied']], image],
  [
    'delete',
    [['/job/model/sorter.joblib', 'whiteout']],
    ['/job/sorter/clean.py', '/usr/local/bin/python3.11'],
  ],
  [
    'create',
    [['/job/sorted.tsv', 'new']],
    ['/job/model/sorter.joblib', '/job/sorted.tsv', ...image.slice(1)],
  ],
])('%s', (deed, own, seen) => {
  const layers = layerContents(deed);
  expect(layers[0]?.entries.map(({ path, kind }) => [path, kind])).toEqual(own);
  expect(seenPaths(layers)).toEqual(seen);
});

test('no deed takes a file out of the image', () => {
  for (const deed of deeds)
    expect(
      layerContents(deed)
        .slice(1)
        .flatMap(({ entries }) => entries.map(({ path }) => path))
        .sort(),
    ).toEqual(image);
});

test('a changed file is seen once, in the container’s layer', () => {
  const entries = layerContents('change').flatMap((layer) =>
    layer.entries.map((entry) => ({ ...entry, layer: layer.kind })),
  );
  expect(entries.filter(({ path }) => path === '/job/sorter/clean.py')).toEqual([
    { path: '/job/sorter/clean.py', kind: 'copied', isSeen: true, layer: 'container' },
    { path: '/job/sorter/clean.py', kind: 'file', isSeen: false, layer: 'copy' },
  ]);
});
