import { expect, test } from 'vitest';
import { file, hardlink } from '../testing/layer-entry.ts';
import { imageContents } from './image-contents.ts';
import { replayLayers } from './layer-replay.ts';

const whiteout = (path: string) => file(path, 0);
const site = 'usr/local/lib/python3.11/site-packages';

const layers = [
  [file('usr/bin/a', 100), file('etc/os-release', 7)],
  [
    file('root/.cache/pip/http/x', 500),
    file(`${site}/torch/lib/libtorch_cuda.so`, 900),
    file(`${site}/torch/__init__.py`, 40),
    file('var/lib/apt/lists/l', 300),
  ],
  [whiteout('root/.wh..cache'), file('usr/bin/a', 100, { mode: 0o755 })],
  [
    file('srv/model.safetensors', 1000),
    hardlink('srv/again.safetensors', 'srv/model.safetensors'),
    file('srv/empty.csv', 0),
  ],
  [whiteout('srv/.wh.model.safetensors'), whiteout('var/lib/apt/lists/.wh.l')],
].map((entries, index) => ({ diffId: `sha256:${index}`, createdBy: '', entries }));

test('every byte is in one group of the layer that contains it, with separate counts for live and wasted bytes', () => {
  expect(imageContents(replayLayers(layers, 1))).toEqual({
    groups: [
      { group: 'model-weights', label: 'Model weights', liveBytes: 1000, wastedBytes: 0 },
      { group: 'wheel-cuda', label: 'CUDA libraries inside Python wheels', liveBytes: 900, wastedBytes: 0 },
      { group: 'pip-cache', label: 'Download caches of pip, uv and conda', liveBytes: 0, wastedBytes: 500 },
      { group: 'apt-lists', label: 'Package lists of the system', liveBytes: 0, wastedBytes: 300 },
      { group: 'system-packages', label: 'System files and packages', liveBytes: 107, wastedBytes: 100 },
      { group: 'python-packages', label: 'Python packages', liveBytes: 40, wastedBytes: 0 },
    ],
    layers: [
      [{ group: 'system-packages', liveBytes: 7, wastedBytes: 100 }],
      [
        { group: 'wheel-cuda', liveBytes: 900, wastedBytes: 0 },
        { group: 'pip-cache', liveBytes: 0, wastedBytes: 500 },
        { group: 'apt-lists', liveBytes: 0, wastedBytes: 300 },
        { group: 'python-packages', liveBytes: 40, wastedBytes: 0 },
      ],
      [{ group: 'system-packages', liveBytes: 100, wastedBytes: 0 }],
      [{ group: 'model-weights', liveBytes: 1000, wastedBytes: 0 }],
      [],
    ],
  });
});

test('the sums match the replay, in total and per layer', () => {
  const replay = replayLayers(layers, 1);
  const contents = imageContents(replay);
  const sum = (groups: { liveBytes: number; wastedBytes: number }[], kind: 'liveBytes' | 'wastedBytes') =>
    groups.reduce((total, group) => total + group[kind], 0);
  expect([sum(contents.groups, 'liveBytes'), sum(contents.groups, 'wastedBytes')]).toEqual([
    replay.liveBytes,
    replay.wastedBytes,
  ]);
  expect(
    contents.layers.map((groups) => [
      sum(groups, 'liveBytes') + sum(groups, 'wastedBytes'),
      sum(groups, 'wastedBytes'),
    ]),
  ).toEqual(replay.layers.map((layer) => [layer.bytes, layer.wastedBytes]));
});
