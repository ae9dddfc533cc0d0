import { readdir, readFile } from 'node:fs/promises';

/** A process inside a sandbox as `/proc/<pid>/status` of the host tells it. */
export interface ProcessStatus {
  /** On the host, of it and of its parent. */
  pid: number;
  parent: number;
  /** As the sandbox's own engine knows it. */
  innerPid: number | undefined;
  /** Process 1 of a container or a build step of the sandbox's engine. */
  isContainer: boolean;
  /** Effective user id on the host. */
  uid: number;
  /** Most memory that was resident at once, in bytes; 0 of one that has ended and waits to be noticed. */
  peakResidentBytes: number;
}

/** Every process of a container, by the file that lists the host's pids in its cgroup. One that ends meanwhile is left out. */
export async function processesOf(cgroupProcs: string): Promise<ProcessStatus[]> {
  const pids = (await readFile(cgroupProcs, 'utf8').catch(() => '')).split('\n').filter((pid) => pid !== '');
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')));
  return texts.filter((text) => text !== '').map(processStatus);
}

/**
 * Reads a `/proc/<pid>/status` (proc_pid_status(5)): `Uid` lists the real, effective, saved and file system uid, `NSpid`
 * the pid in each namespace from the reader's inwards, `VmHWM` is the peak resident set in KiB.
 */
export function processStatus(text: string): ProcessStatus {
  const field = (name: string) => (new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '').split(/\s+/).map((value) => Number.parseInt(value, 10));
  const [peakKib = 0] = field('VmHWM');
  const pids = field('NSpid');
  return { pid: field('Pid')[0] ?? 0, parent: field('PPid')[0] ?? 0, innerPid: pids[1], isContainer: pids.length > 2 && pids.at(-1) === 1, uid: field('Uid')[1] ?? 0, peakResidentBytes: Number.isNaN(peakKib) ? 0 : peakKib * 1024 };
}

/** A process, first, and all that descend from it. */
export function processTree(all: readonly ProcessStatus[], root: ProcessStatus): ProcessStatus[] {
  const found = new Set([root.pid]);
  // A child may stand before its parent: pids start over.
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [root, ...all.filter(({ pid }) => pid !== root.pid && found.has(pid))];
}

/**
 * How long each thread of these processes was ready to run and waited for a processor, in milliseconds by its id on the
 * host. All zero where the kernel keeps no such account (CONFIG_SCHED_INFO).
 */
export async function waitsOf(processes: readonly Pick<ProcessStatus, 'pid'>[]): Promise<Map<number, number>> {
  const waits = new Map<number, number>();
  await Promise.all(
    processes.map(async ({ pid }) => {
      const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
      // One that ends meanwhile is left out.
      await Promise.all(threads.map(async (thread) => waits.set(Number(thread), waitedMs(await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '')))));
    }),
  );
  return waits;
}

/** Reads a `schedstat` of /proc: nanoseconds on a processor, nanoseconds waiting for one, number of turns. */
export function waitedMs(schedstat: string): number {
  return Number(schedstat.split(' ')[1] ?? 0) / 1e6;
}
