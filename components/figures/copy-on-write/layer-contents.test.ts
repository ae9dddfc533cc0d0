import { expect, test } from 'vitest';
import { actions, layerContents, visiblePaths, type Action } from './layer-contents.ts';

const image = ['/job/model/sorter.joblib', '/job/sorter/clean.py', '/usr/local/bin/python3.11'];

test.each<[Action, own: [path: string, kind: string][], visible: string[]]>([
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
])('%s', (action, own, visible) => {
  const layers = layerContents(action);
  expect(layers[0]?.entries.map(({ path, kind }) => [path, kind])).toEqual(own);
  expect(visiblePaths(layers)).toEqual(visible);
});

test('no action removes a file from the image', () => {
  for (const action of actions)
    expect(
      layerContents(action)
        .slice(1)
        .flatMap(({ entries }) => entries.map(({ path }) => path))
        .sort(),
    ).toEqual(image);
});

test('a changed file is visible once, in the container’s layer', () => {
  const entries = layerContents('change').flatMap((layer) =>
    layer.entries.map((entry) => ({ ...entry, layer: layer.kind })),
  );
  expect(entries.filter(({ path }) => path === '/job/sorter/clean.py')).toEqual([
    { path: '/job/sorter/clean.py', kind: 'copied', isVisible: true, layer: 'container' },
    { path: '/job/sorter/clean.py', kind: 'file', isVisible: false, layer: 'copy' },
  ]);
});
