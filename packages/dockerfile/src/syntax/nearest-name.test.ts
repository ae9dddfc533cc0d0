import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each<[string, string[], string | undefined]>([
  ['DIR_ASSET', ['DIR_CONFIG', 'DIR_ASSETS'], 'DIR_ASSETS'],
  ['PAHT', ['PATH'], 'PATH'],
  ['VERSION', ['VERSOIN', 'VERSIONS'], 'VERSIONS'],
  ['NAME', ['GAMES', 'LAME'], 'LAME'],
  ['FOO', ['BARS'], undefined],
  ['A', [], undefined],
  ['x'.repeat(61), ['x'.repeat(60)], undefined],
])('%s of %j', (name, candidates, expected) => expect(nearestName(name, candidates)).toBe(expected));
