import type { PortUse } from '../sandbox.ts';

/** States in `/proc/net/tcp` (the kernel's include/net/tcp_states.h). */
const established = '01';
const listening = '0A';

/**
 * Parses a table of proc_net_tcp(5): addresses and ports in hexadecimal, then the state, then the bytes in
 * the send and receive queues.
 */
export function portUse(table: string, port: number): PortUse {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const use: PortUse = { isListening: false, unread: 0 };
  for (const row of table.split('\n')) {
    const [, local = '', , state, queues = ''] = row.trim().split(/\s+/, 5);
    if (!local.endsWith(suffix)) continue;
    if (state === listening) use.isListening = true;
    if (state === established && Number.parseInt(queues.split(':')[1] ?? '0', 16) > 0) use.unread += 1;
  }
  return use;
}
