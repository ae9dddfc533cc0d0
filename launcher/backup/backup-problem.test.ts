import { expect, test } from 'vitest';
import { explained } from './backup-problem.ts';

const withCode = (code: string) => Object.assign(new Error(`${code}: as written`), { code });

test.each<[string, Error, string]>([
  ['a full disk', withCode('ENOSPC'), 'There is not enough space for /backups. Nothing was kept.'],
  [
    'a full disk of PostgreSQL',
    withCode('53100'),
    'There is not enough space for /backups. Nothing was kept.',
  ],
  [
    'a full disk that a program printed',
    new Error('initdb: error: could not write: No space left on device'),
    'There is not enough space for /backups. Nothing was kept.',
  ],
  ['a missing folder', withCode('ENOENT'), 'ENOENT: as written'],
])('%s', (_name, error, message) => {
  expect(explained(error, '/backups')).toMatchObject({ message });
});
