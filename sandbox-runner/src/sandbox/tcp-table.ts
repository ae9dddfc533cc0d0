/** State of an established connection in `/proc/net/tcp` (TCP_ESTABLISHED in the kernel's include/net/tcp_states.h). */
const established = '01';

/**
 * How many connections to a port have bytes that the process on this side has not read, from the text of `/proc/<pid>/net/tcp` or `tcp6`
 * (proc_net_tcp(5)): addresses and ports in hexadecimal, then the state, then the bytes in the queues to send and to read.
 */
export function unreadConnections(table: string, port: number): number {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').filter((row) => {
    const [, local = '', , state, queues = ''] = row.trim().split(/\s+/);
    return state === established && local.endsWith(`:${wanted}`) && Number.parseInt(queues.split(':')[1] ?? '0', 16) > 0;
  }).length;
}
