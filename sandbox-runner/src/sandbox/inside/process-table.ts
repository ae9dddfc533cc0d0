import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ThreadWaits } from '../../clock/processor-time.ts';
import type { PortUse, ProcessMemory } from '../sandbox.ts';
import { portUse } from './tcp-table.ts';

/** A process inside a sandbox, from the host's `/proc/<pid>/status`. */
export interface ProcessStatus {
  /** Its pid and its parent's on the host. */
  pid: number;
  parent: number;
  /** Its pid in the namespace of the sandbox's engine. */
  innerPid: number | undefined;
  /** Whether it is PID 1 of a container or a build step of the sandbox's engine. */
  isContainer: boolean;
  /** Effective user ID on the host. */
  uid: number;
  /** Resident memory in bytes, at its peak and now; 0 for a zombie. */
  peakResidentBytes: number;
  residentBytes: number;
}

/**
 * /proc is read synchronously, because reading such a file is faster than waiting for it. After this many
 * files, other work gets its turn.
 */
const filesPerTurn = 200;
const threadsPerTurn = filesPerTurn / 2;

/**
 * All processes of a container, from the file that lists the pids in its cgroup. A process that ends
 * meanwhile is left out.
 */
export async function processesOf(cgroupProcs: string): Promise<ProcessStatus[]> {
  const found: ProcessStatus[] = [];
  for (const [index, pid] of lines(textOf(cgroupProcs)).entries()) {
    const text = textOf(`/proc/${pid}/status`);
    if (text !== '') found.push(processStatus(text));
    if (index % filesPerTurn === filesPerTurn - 1) await yieldToOthers();
  }
  return found;
}

/** Matches a `sockstat` of a network in which a TCP socket is in use. */
const hasTcp = /^TCP6?: inuse [1-9]/m;

/**
 * How a process uses a port of its network; undefined once it has ended.
 *
 * @param pid on the host
 */
export function portUseOf(pid: number, port: number): PortUse | undefined {
  // Reading the tables takes milliseconds, because the kernel iterates over the connections of the complete
  // host.
  const sockets = textOf(`/proc/${pid}/net/sockstat`);
  if (sockets !== '' && !hasTcp.test(sockets + textOf(`/proc/${pid}/net/sockstat6`)))
    return { isListening: false, unread: 0 };
  const table = textOf(`/proc/${pid}/net/tcp`);
  return table === '' ? undefined : portUse(table + textOf(`/proc/${pid}/net/tcp6`), port);
}

/**
 * Whether a process catches or blocks a signal, from the masks in proc_pid_status(5), where bit n-1 is signal
 * n. Undefined once it has ended.
 *
 * @param pid on the host
 */
export function handlesSignal(pid: number, signal: number): boolean | undefined {
  return handles(textOf(`/proc/${pid}/status`), signal);
}

/** The same from the text of a `/proc/<pid>/status`. */
export function handles(status: string, signal: number): boolean | undefined {
  const masks = [...status.matchAll(/^Sig(?:Blk|Cgt):\s+([0-9a-f]+)$/gm)].map(([, mask]) =>
    BigInt(`0x${mask}`),
  );
  return masks.length === 0 ? undefined : masks.some((mask) => (mask >> BigInt(signal - 1)) % 2n === 1n);
}

/** Text of a file in /proc; empty if its process has ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/**
 * Reads a `/proc/<pid>/status` (proc_pid_status(5)): `Uid` lists the real, effective, saved and file system
 * uid, `NSpid` the pid in each namespace, starting with the reader's, `VmHWM` and `VmRSS` are the resident
 * set in KiB, at its peak and now.
 *
 * @param depth of the namespace of the sandbox's engine below the reader's
 */
export function processStatus(text: string, depth: 0 | 1 = 1): ProcessStatus {
  const field = (name: string) =>
    (new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '')
      .split(/\s+/)
      .map((value) => Number.parseInt(value, 10));
  const bytes = (name: string) => {
    const [kib = 0] = field(name);
    return Number.isNaN(kib) ? 0 : kib * 1024;
  };
  const pids = field('NSpid');
  return {
    pid: field('Pid')[0] ?? 0,
    parent: field('PPid')[0] ?? 0,
    innerPid: pids[depth],
    isContainer: pids.length > depth + 1 && pids.at(-1) === 1,
    uid: field('Uid')[1] ?? 0,
    peakResidentBytes: bytes('VmHWM'),
    residentBytes: bytes('VmRSS'),
  };
}

/** A process, followed by all its descendants. */
export function processTree(all: readonly ProcessStatus[], root: ProcessStatus): ProcessStatus[] {
  const found = new Set([root.pid]);
  // A child may be listed before its parent, because pids wrap around.
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [root, ...all.filter(({ pid }) => pid !== root.pid && found.has(pid))];
}

/** Sums over a process and its descendants; undefined if there are none. */
export function memoryOfTree(tree: readonly ProcessStatus[]): ProcessMemory | undefined {
  if (tree.length === 0) return undefined;
  return {
    residentBytes: tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    peakResidentBytes: tree.reduce((sum, { peakResidentBytes }) => sum + peakResidentBytes, 0),
  };
}

/** What each thread of these processes waits for, by its ID on the host. */
export async function waitsOf(
  processes: readonly Pick<ProcessStatus, 'pid'>[],
): Promise<Map<number, ThreadWaits>> {
  const waits = new Map<number, ThreadWaits>();
  for (const { pid } of processes) {
    for (const thread of threadsOf(pid)) {
      const at = `/proc/${pid}/task/${thread}`;
      waits.set(Number(thread), threadWaits(textOf(`${at}/schedstat`), textOf(`${at}/stat`)));
      if (waits.size % threadsPerTurn === 0) await yieldToOthers();
    }
  }
  return waits;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/**
 * Reads two files of a thread; both are empty once it has ended.
 *
 * @param schedstat nanoseconds on a processor, nanoseconds waiting for one, number of turns; all zero if the
 *   kernel does not record this (CONFIG_SCHED_INFO)
 * @param stat proc_pid_stat(5): its ID, its name in parentheses, its state. A name may contain parentheses.
 */
export function threadWaits(schedstat: string, stat: string): ThreadWaits {
  return {
    forProcessorMs: Number(schedstat.split(' ')[1] ?? 0) / 1e6,
    isOnDisk: stat.slice(stat.lastIndexOf(')')).startsWith(') D'),
  };
}
