import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Counters of the outer container's cgroup since its creation. */
export interface CgroupCounters {
  /** Processes killed because memory ran out. */
  oomKills: number;
  /** Forks refused because of the limit on processes. */
  forksRefused: number;
}

/** Files of a container's cgroup. Paths and names differ between cgroup versions 1 and 2. */
export interface CgroupFiles {
  memory: string;
  pids: string;
  /** Lists the container's processes by their pids on the host. */
  procs: string;
  /** Contains the processor time used by the current and earlier processes. */
  cpu: string;
}

/** @param table content of /proc/<pid>/cgroup of the container's first process */
export function cgroupFiles(table: string, root = '/sys/fs/cgroup'): CgroupFiles | undefined {
  const groups = table
    .trim()
    .split('\n')
    .map((line) => {
      const [, controllers = '', ...path] = line.split(':');
      return { controllers: controllers.split(','), path: path.join(':') };
    });
  const memory = groups.find((group) => group.controllers.includes('memory'));
  const pids = groups.find((group) => group.controllers.includes('pids'));
  const cpu = groups.find((group) => group.controllers.includes('cpuacct'));
  if (memory && pids && cpu) {
    return {
      memory: join(root, 'memory', memory.path, 'memory.oom_control'),
      pids: join(root, 'pids', pids.path, 'pids.events'),
      procs: join(root, 'memory', memory.path, 'cgroup.procs'),
      cpu: join(root, 'cpuacct', cpu.path, 'cpuacct.usage'),
    };
  }
  const unified = groups.find((group) => group.controllers[0] === '' && group.path !== '');
  return (
    unified && {
      memory: join(root, unified.path, 'memory.events'),
      pids: join(root, unified.path, 'pids.events'),
      procs: join(root, unified.path, 'cgroup.procs'),
      cpu: join(root, unified.path, 'cpu.stat'),
    }
  );
}

/** Reads the counters; undefined once the container has exited, because its cgroup no longer exists. */
export async function readCounters(
  files: Pick<CgroupFiles, 'memory' | 'pids'>,
): Promise<CgroupCounters | undefined> {
  try {
    const [memory, pids] = await Promise.all([readFile(files.memory, 'utf8'), readFile(files.pids, 'utf8')]);
    return countersOf(memory, pids);
  } catch {
    return undefined;
  }
}

/** The counters in the texts of the files for memory and for processes. */
export function countersOf(memory: string, pids: string): CgroupCounters {
  return { oomKills: counter(memory, 'oom_kill'), forksRefused: counter(pids, 'max') };
}

/** Processor time used, in milliseconds; undefined once the container has exited. */
export async function readCpuMs({ cpu }: Pick<CgroupFiles, 'cpu'>): Promise<number | undefined> {
  try {
    return cpuMsOf(await readFile(cpu, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Processor time in milliseconds, from the text of a cgroup's file. */
export function cpuMsOf(text: string): number {
  // Version 1 has a file with only the nanoseconds, version 2 a line with microseconds.
  return /^\d+$/.test(text.trim()) ? Number(text) / 1e6 : counter(text, 'usage_usec') / 1e3;
}

function counter(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
