import { expect, test } from 'vitest';
import { unreadConnections } from './tcp-table.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string, unread: string) => `   0: ${local} 0100007F:D0F2 ${state} 00000000:${unread} 00:00000000 00000000     0        0 0 1 0000000000000000 100 0 0 10 0\n`;

test.each<[name: string, table: string, expected: number]>([
  ['a request that nobody has read', row('0100007F:1F40', '01', '0000005D'), 1],
  ['over IPv6', row('00000000000000000000000001000000:1F40', '01', '0000005D'), 1],
  ['near miss: a connection on which nothing was sent', row('0100007F:1F40', '01', '00000000'), 0],
  ['near miss: a port that listens, with one in its queue', row('00000000:1F40', '0A', '00000001'), 0],
  ['near miss: another port', row('0100007F:1F41', '01', '0000005D'), 0],
  ['near miss: the other side of the connection', row('0100007F:D0F2', '01', '0000005D'), 0],
  ['near miss: a port that ends like it', row('0100007F:0F40', '01', '0000005D'), 0],
  ['two', row('0100007F:1F40', '01', '00000001') + row('0200007F:1F40', '01', '00000001'), 2],
  ['none', '', 0],
])('%s', (_name, table, expected) => expect(unreadConnections(head + table, 8_000)).toBe(expected));

test('a port of two digits', () => expect(unreadConnections(head + row('0100007F:0050', '01', '00000001'), 80)).toBe(1));
