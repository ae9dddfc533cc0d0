import { expect, test } from 'vitest';
import { judgeState } from './shutdown.ts';

const state = { path: '/tmp/rooms.json', expectJson: { freezer: { last: 'reading-{{nonce}}' } } };
const drain = { kind: 'answered' as const, requests: 9, nonce: 'ab12' };

test.each<[name: string, text: string | undefined, ok: boolean, message: string]>([
  [
    'the last value sent, and more',
    '{"freezer": {"last": "reading-ab12", "count": 3}, "vaccines": {}}',
    true,
    'it answered 9 requests while draining, and the last value sent is in /tmp/rooms.json',
  ],
  [
    'near miss: an earlier value',
    '{"freezer": {"last": "reading-ab11"}}',
    false,
    'the last value sent is not in /tmp/rooms.json: {"freezer": {"last": "reading-ab11"}}',
  ],
  [
    'near miss: under a different key',
    '{"vaccines": {"last": "reading-ab12"}}',
    false,
    'the last value sent is not in /tmp/rooms.json: {"vaccines": {"last": "reading-ab12"}}',
  ],
  [
    'near miss: the placeholder itself',
    '{"freezer": {"last": "reading-{{nonce}}"}}',
    false,
    'the last value sent is not in /tmp/rooms.json: {"freezer": {"last": "reading-{{nonce}}"}}',
  ],
  [
    'near miss: in a text that is not JSON',
    'state saved: reading-ab12',
    false,
    '/tmp/rooms.json is not JSON: state saved: reading-ab12',
  ],
  ['no file', undefined, false, 'it left no file /tmp/rooms.json that its user can read'],
  ['more than the limit', ' '.repeat(64 * 1024 + 1), false, 'it left more than 64 KiB in /tmp/rooms.json'],
])('a state file: %s', (_name, text, ok, message) =>
  expect(judgeState(state, drain, text)).toEqual({ ok, message }),
);
