import { expect, test } from 'vitest';
import type { ImageConfig, ImageEvidence, InstalledPackage, LayerEntry } from '../evidence/evidence.ts';
import { file, symlink } from '../testing/layer-entry.ts';
import { configDiff } from './config-diff.ts';
import type { ConfigChange } from './config-diff.ts';
import { imageDiff } from './image-diff.ts';
import { packageDiff } from './package-diff.ts';

const whiteout = (path: string) => file(path, 0);
const config: ImageConfig = {
  user: '',
  entrypoint: null,
  cmd: ['python', 'app.py'],
  env: ['PATH=/bin', 'A=1'],
  labels: { team: 'ml' },
  healthcheck: null,
  workdir: '',
  ports: ['80/tcp'],
  history: [],
  diffIds: [],
};
const pypi = (name: string, version: string, path = name): InstalledPackage => ({
  type: 'pypi',
  name,
  version,
  path,
  layer: 0,
});

/** The name of a layer is its digest. */
function image(
  layers: Record<string, LayerEntry[]>,
  packages: InstalledPackage[] = [],
  over: Partial<ImageConfig> = {},
): Pick<ImageEvidence, 'config' | 'layers' | 'inventory'> {
  return {
    config: { ...config, ...over },
    layers: Object.entries(layers).map(([diffId, entries]) => ({
      diffId,
      createdBy: `RUN ${diffId}`,
      entries,
    })),
    inventory: { packages, notes: [], distribution: undefined },
  };
}

const base = { base: [file('bin/sh', 100)] };

test('the same image has no difference', () => {
  const one = image({ ...base, own: [file('srv/a', 5)] }, [pypi('numpy', '2')]);
  expect(imageDiff(one, one)).toEqual({
    same: true,
    totalBytes: { before: 105, after: 105 },
    wastedBytes: { before: 0, after: 0 },
    layers: { shared: 2, sharedBytes: 105, removed: [], added: [] },
    groups: [],
    packages: { added: [], removed: [], changed: [] },
    files: { added: 0, removed: 0, changed: 0 },
    paths: [],
    config: [],
  });
});

test('planted differences, exact to the byte', () => {
  const before = image({
    ...base,
    deps: [file('srv/a', 5), file('srv/b', 7), file('root/.cache/pip/x', 500)],
  });
  const after = image({
    ...base,
    deps2: [file('srv/a', 9), file('srv/c', 1), file('srv/model.onnx', 900)],
    late: [whiteout('srv/.wh.model.onnx')],
  });
  expect(imageDiff(before, after)).toEqual({
    same: false,
    totalBytes: { before: 612, after: 1010 },
    wastedBytes: { before: 0, after: 900 },
    layers: {
      shared: 1,
      sharedBytes: 100,
      removed: [{ diffId: 'deps', createdBy: 'RUN deps', bytes: 512, wastedBytes: 0 }],
      added: [
        { diffId: 'deps2', createdBy: 'RUN deps2', bytes: 910, wastedBytes: 900 },
        { diffId: 'late', createdBy: 'RUN late', bytes: 0, wastedBytes: 0 },
      ],
    },
    groups: [
      { group: 'model-weights', label: 'Model weights', before: 0, after: 900 },
      { group: 'pip-cache', label: 'Download caches of pip, uv and conda', before: 500, after: 0 },
      { group: 'other', label: 'Everything else', before: 12, after: 10 },
    ],
    packages: { added: [], removed: [], changed: [] },
    files: { added: 1, removed: 2, changed: 1 },
    paths: [
      { path: 'srv/model.onnx', before: 0, after: 900 },
      { path: 'root/.cache/pip/x', before: 500, after: 0 },
      { path: 'srv/b', before: 7, after: 0 },
      { path: 'srv/a', before: 5, after: 9 },
      { path: 'srv/c', before: 0, after: 1 },
    ],
    config: [],
  });
});

test('layers with different digests and the same files differ, but their files do not', () => {
  const diff = imageDiff(image({ one: [file('a', 5)] }), image({ two: [file('a', 5)] }));
  expect([diff.same, diff.files, diff.paths]).toEqual([false, { added: 0, removed: 0, changed: 0 }, []]);
});

test('the same layers in a different order are a different image', () => {
  expect(
    imageDiff(
      image({ a: [file('a', 5)], b: [file('a', 6)] }),
      image({ b: [file('a', 6)], a: [file('a', 5)] }),
    ).same,
  ).toBe(false);
});

test('different settings alone are a difference', () =>
  expect(imageDiff(image(base), image(base, [], { user: 'app' })).same).toBe(false));

const changed = (was: LayerEntry, is: LayerEntry) =>
  imageDiff(image({ one: [file('t', 1), was] }), image({ two: [file('t', 1), is] })).files.changed;

test.each([
  ['content of the same size', file('a', 5, { sha256: 'x' }), file('a', 5, { sha256: 'y' }), 1],
  ['mode', file('a', 5), file('a', 5, { mode: 0o755 }), 1],
  ['owner', file('a', 5), file('a', 5, { uid: 1 }), 1],
  ['the target of a link', symlink('a', 'b'), symlink('a', 'c'), 1],
  ['a link instead of a file', file('a', 5), symlink('a', 'c'), 1],
  ['near miss: nothing', file('a', 5), file('a', 5), 0],
  [
    'near miss: a hard link to the same bytes',
    file('a', 1, { sha256: 't:1' }),
    { ...file('a', 0), type: 'hardlink', linkname: 't' },
    0,
  ],
] as [string, LayerEntry, LayerEntry, number][])('a changed file: %s', (_, was, is, count) =>
  expect(changed(was, is)).toBe(count),
);

test('a layer that is in one image twice is shared once', () => {
  const empty = image({ a: [file('a', 5)] });
  const twice = { ...empty, layers: [...empty.layers, ...empty.layers] };
  expect(imageDiff(twice, empty).layers).toMatchObject({ shared: 1, removed: [{ diffId: 'a' }], added: [] });
  expect(imageDiff(empty, twice).layers).toMatchObject({ shared: 1, removed: [], added: [{ diffId: 'a' }] });
});

test('packages: added, removed, different version, and near misses', () => {
  const before = [
    pypi('same', '1'),
    pypi('moved', '1', 'here'),
    pypi('old', '1'),
    pypi('up', '1'),
    pypi('twice', '1', 'a'),
    pypi('twice', '2', 'b'),
  ];
  const after = [
    pypi('same', '1'),
    pypi('moved', '1', 'there'),
    pypi('new', '1'),
    pypi('up', '2'),
    pypi('twice', '2', 'a'),
    { ...pypi('old', '1'), type: 'npm' as const },
  ];
  expect(packageDiff(before, after)).toEqual({
    added: [
      { type: 'npm', name: 'old', before: [], after: ['1'] },
      { type: 'pypi', name: 'new', before: [], after: ['1'] },
    ],
    removed: [{ type: 'pypi', name: 'old', before: ['1'], after: [] }],
    changed: [
      { type: 'pypi', name: 'twice', before: ['1', '2'], after: ['2'] },
      { type: 'pypi', name: 'up', before: ['1'], after: ['2'] },
    ],
  });
});

test.each([
  [{}, []],
  [{ user: 'app' }, [{ setting: 'user', before: null, after: 'app' }]],
  [{ workdir: '/srv' }, [{ setting: 'workdir', before: null, after: '/srv' }]],
  [
    { cmd: null, entrypoint: ['a', 'b c'] },
    [
      { setting: 'entrypoint', before: null, after: '["a","b c"]' },
      { setting: 'cmd', before: '["python","app.py"]', after: null },
    ],
  ],
  [{ healthcheck: ['CMD', 'true'] }, [{ setting: 'healthcheck', before: null, after: '["CMD","true"]' }]],
  [
    { env: ['PATH=/bin:/x=y', 'B='] },
    [
      { setting: 'env', name: 'A', before: '1', after: null },
      { setting: 'env', name: 'B', before: null, after: '' },
      { setting: 'env', name: 'PATH', before: '/bin', after: '/bin:/x=y' },
    ],
  ],
  [{ env: ['A=1', 'PATH=/bin'] }, []],
  [{ labels: { team: 'web' } }, [{ setting: 'label', name: 'team', before: 'ml', after: 'web' }]],
  [
    { ports: ['443/tcp'] },
    [
      { setting: 'port', name: '443/tcp', before: null, after: 'exposed' },
      { setting: 'port', name: '80/tcp', before: 'exposed', after: null },
    ],
  ],
  [{ history: [{ createdBy: 'x', emptyLayer: true }] }, []],
] as [Partial<ImageConfig>, ConfigChange[]][])('settings %j', (over, expected) =>
  expect(configDiff(config, { ...config, ...over })).toEqual(expected),
);
