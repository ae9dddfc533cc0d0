import type { Pattern } from '@dfm/contracts/lab';
import { expect, test } from 'vitest';
import { matches } from './matches.ts';

const container = {
  Name: '/web',
  Config: { User: '', Tty: true, Env: ['PATH=/usr/bin', 'LEVEL=debug'] },
  Mounts: [
    { Type: 'volume', Name: 'data', Destination: '/data', RW: true },
    { Type: 'bind', Source: '/home/learner/in', Destination: '/in', RW: false },
  ],
  RestartCount: 3,
  NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '443/tcp': null } },
};

test.each<[name: string, pattern: Pattern, isMatch: boolean]>([
  ['nothing asked', {}, true],
  ['a value', { RestartCount: 3 }, true],
  ['near miss: the same as a text', { RestartCount: '3' }, false],
  ['a nested value', { Config: { Tty: true } }, true],
  ['near miss: a different one next to it', { Config: { Tty: true, User: '1000' } }, false],
  ['near miss: a key that is not there', { Config: { Init: false } }, false],
  ['an entry of a list', { Mounts: [{ Name: 'data', Destination: '/data' }] }, true],
  ['near miss: keys of two entries', { Mounts: [{ Name: 'data', RW: false }] }, false],
  ['several entries in any order', { Mounts: [{ Type: 'bind' }, { Type: 'volume' }] }, true],
  ['an empty list', { Mounts: [] }, true],
  ['near miss: a list where there is none', { NetworkSettings: { Ports: { '443/tcp': [] } } }, false],
  ['null', { NetworkSettings: { Ports: { '443/tcp': null } } }, true],
  ['a published port', { NetworkSettings: { Ports: { '80/tcp': [{ HostPort: '8080' }] } } }, true],
  ['an entry of the environment', { Config: { Env: ['LEVEL=debug'] } }, true],
  ['part of a text', { Config: { Env: [{ contains: 'LEVEL=' }] } }, true],
  ['near miss: part of a text in a different case', { Config: { Env: [{ contains: 'level=' }] } }, false],
  ['near miss: part of a number', { RestartCount: { contains: '3' } }, false],
  ['at least', { RestartCount: { atLeast: 3 } }, true],
  ['near miss: at least more', { RestartCount: { atLeast: 4 } }, false],
  ['at most', { RestartCount: { atMost: 3 } }, true],
  ['near miss: at most less', { RestartCount: { atMost: 2 } }, false],
  ['near miss: at least of a text', { Name: { atLeast: 0 } }, false],
  ['near miss: a key that every object inherits', { toString: {} }, false],
])('%s', (_name, pattern, isMatch) => expect(matches(container, pattern)).toBe(isMatch));

test.each([undefined, null, 'web', 7, []])('%s matches no pattern with a key', (actual) =>
  expect(matches(actual, { Name: 'web' })).toBe(false),
);
