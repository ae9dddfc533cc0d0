import { expect, test } from 'vitest';
import { lowestDriver } from './driver-floors.ts';
import { tensorflowCuda, torchBuilds, torchWheelCuda } from './framework-builds.ts';
import { cudaOfBuild, cudaOfText, shownCuda } from './version.ts';

test.each([
  ['cu124', '12.4'],
  ['cu92', '9.2'],
  ['cu101', '10.1'],
  ['cuda111', '11.1'],
  ['cu130', '13.0'],
])('%s is CUDA %s', (build, expected) => {
  expect(shownCuda(cudaOfBuild(build)!)).toBe(expected);
});

test.each(['cpu', 'rocm6.2', 'cu', 'cu1', 'cu12345', 'xcu124'])('near miss: %s', (build) => {
  expect(cudaOfBuild(build)).toBeUndefined();
});

test.each([
  ['2.5.1', '12.4'],
  ['2.10.0', '12.8'],
  ['2.11.0', '13.0'],
  ['2.14.1', '13.0'],
  ['2.15.0', '13.2'],
  ['2.1.2', '12.1'],
  ['1.13.1', '11.7'],
])('torch %s from the default index is for CUDA %s', (version, expected) => {
  expect(shownCuda(torchWheelCuda(version)!)).toBe(expected);
  // The build in the default index is also one of the builds in the project's own index.
  expect(torchBuilds(version)).toContain(`cu${expected.replace('.', '')}`);
});

test.each(['1.12.1', '3.0', '', 'x'])('near miss: torch %s', (version) => {
  expect(torchWheelCuda(version)).toBeUndefined();
});

test('TensorFlow 2.10 is not 2.1', () => {
  expect([tensorflowCuda('2.10.1'), tensorflowCuda('2.1.0'), tensorflowCuda('latest')]).toEqual([
    cudaOfText('11.2'),
    cudaOfText('10.1'),
    undefined,
  ]);
});

test.each([
  ['12.8', '525.60.13'],
  ['12', '525.60.13'],
  ['11.0', '450.80.02'],
  ['13.2', '580.65.06'],
  ['10.2', '440.33'],
  ['9.2', undefined],
  ['10', undefined],
  ['14.0', undefined],
])('CUDA %s runs from driver %s on', (cuda, driver) => {
  expect(lowestDriver(cudaOfText(cuda)!)).toBe(driver);
});
