import { expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

test.each<[name: string, a: string, order: '<' | '=' | '>' | 'unknown', b: string]>([
  ['a number is not compared as text', '1.10', '>', '1.9'],
  ['near miss: fewer digits', '1.9', '<', '1.10'],
  ['the first different number decides', '29.5.0', '<', '29.5.1'],
  ['the major version decides', '30.0.0', '>', '29.5.1'],
  ['missing numbers are 0', '2.0', '=', '2.0.0'],
  ['near miss: a missing number is not the newest', '29.5', '<', '29.5.1'],
  ['one number', '2', '<', '2.1'],
  ['leading zeros', '580.65.06', '=', '580.65.6'],
  ['the last of many numbers', '1.2.3.4.5', '<', '1.2.3.4.6'],
  ['a v', 'v28.9.9', '<', '29.5.1'],
  ['a distribution’s build', '20.10.24+dfsg1', '<', '29.5.1'],
  ['a local version equals its release', '2.6.0+cu124', '=', '2.6'],
  ['near miss: a local version of an older release', '2.5.1+cu999', '<', '2.6'],
  ['a release candidate equals its release', '29.5.1-rc.1', '=', '29.5.1'],
  ['a release candidate of pip', '2.6.0rc1', '=', '2.6'],
  ['near miss: a release candidate of the release before', '2.5.0rc9', '<', '2.6'],
  ['a development version', '2.6.dev20241112', '=', '2.6'],
  ['a post-release', '2.6.post1', '=', '2.6'],
  ['an epoch', '1!2.0', 'unknown', '2.6'],
  ['an epoch of two digits', '10!2.0', 'unknown', '2.6'],
  ['no number', 'unknown', 'unknown', '29.5.1'],
  ['nothing', '', 'unknown', '29.5.1'],
])('%s: %s %s %s', (_name, a, order, b) => {
  const opposite = { '<': '>', '>': '<', '=': '=', unknown: 'unknown' }[order];
  expect([orderOf(a, b), orderOf(b, a)]).toEqual([order, opposite]);
});

function orderOf(a: string, b: string): string {
  const difference = compareVersions(a, b);
  if (difference === undefined) return 'unknown';
  return difference < 0 ? '<' : difference > 0 ? '>' : '=';
}
