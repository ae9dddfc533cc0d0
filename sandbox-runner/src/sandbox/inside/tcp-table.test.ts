import { expect, test } from 'vitest';
import type { PortUse } from '../sandbox.ts';
import { portUse } from './tcp-table.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string, unread: string) =>
  `   0: ${local} 0100007F:D0F2 ${state} 00000000:${unread} 00:00000000 00000000     0        0 0 1 0000000000000000 100 0 0 10 0\n`;

test.each<[name: string, table: string, expected: Partial<PortUse>]>([
  ['an unread request', row('0100007F:1F40', '01', '0000005D'), { unread: 1 }],
  ['over IPv6', row('00000000000000000000000001000000:1F40', '01', '0000005D'), { unread: 1 }],
  ['near miss: a connection without data', row('0100007F:1F40', '01', '00000000'), {}],
  [
    'a listening port with a connection in its queue',
    row('00000000:1F40', '0A', '00000001'),
    { isListening: true },
  ],
  [
    'near miss: a different port',
    row('0100007F:1F41', '01', '0000005D') + row('00000000:1F41', '0A', '00000000'),
    {},
  ],
  ['near miss: the other side of the connection', row('0100007F:D0F2', '01', '0000005D'), {}],
  ['near miss: a port with the same last digits', row('0100007F:0F40', '01', '0000005D'), {}],
  ['near miss: a connection that is closing', row('0100007F:1F40', '08', '0000005D'), {}],
  [
    'two unread requests, and the listener',
    row('0100007F:1F40', '01', '00000001') +
      row('0200007F:1F40', '01', '00000001') +
      row('00000000:1F40', '0A', '00000000'),
    { isListening: true, unread: 2 },
  ],
  ['none', '', {}],
])('%s', (_name, table, expected) =>
  expect(portUse(head + table, 8_000)).toEqual({ isListening: false, unread: 0, ...expected }),
);

test('a port of two digits', () =>
  expect(portUse(head + row('0100007F:0050', '01', '00000001'), 80).unread).toBe(1));
