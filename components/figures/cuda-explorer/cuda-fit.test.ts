import { cudaOfText } from '@dfm/grading/cuda/version';
import { expect, test } from 'vitest';
import { baseFit, driverFit, hasEarlierMajor, type DriverFit } from './cuda-fit.ts';

test.each<[driver: string, cuda: string, fit: DriverFit]>([
  ['580.65.06', '13.0', 'all'],
  ['580.65.06', '13.2', 'limited'],
  ['580.65.06', '11.8', 'all'],
  ['575.57.08', '13.0', 'too-old'],
  ['550.54.14', '12.4', 'all'],
  ['550.54.14', '12.6', 'limited'],
  ['525.60.13', '12.9', 'limited'],
  ['525.60.12', '12.9', 'too-old'],
  ['525.60.12', '11.8', 'all'],
  ['470.256.02', '11.8', 'limited'],
  ['450.80.01', '11.8', 'too-old'],
  ['600', '14.0', 'unknown'],
  ['', '12.4', 'unknown'],
])('driver %s and CUDA %s: %s', (driver, cuda, fit) => {
  expect(driverFit(driver, cudaOfText(cuda)!)).toBe(fit);
});

test.each([
  [['cu126', 'cu130', 'cu132'], '13.0', true],
  [['cu130', 'cu132'], '13.2', false],
  [['cu118', 'cu126'], '11.8', false],
])('%j has a build for an earlier major version than CUDA %s: %s', (builds, cuda, expected) => {
  expect(hasEarlierMajor(builds, cudaOfText(cuda)!)).toBe(expected);
});

test('only the major version of a base matters to a wheel', () => {
  const wheel = cudaOfText('12.6')!;
  expect(baseFit(undefined, wheel)).toBe('none');
  expect(baseFit(cudaOfText('12.4'), wheel)).toBe('same');
  expect(baseFit(cudaOfText('13.0'), wheel)).toBe('different');
});
