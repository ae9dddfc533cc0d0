import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the outer container's cgroup counted since it was made. */
export interface CgroupCounters {
  /** Processes killed because memory ran out. */
  oomKills: number;
  /** Forks refused by the limit on processes. */
  forksRefused: number;
}

/** Files of a container's cgroup; version 1 and 2 of cgroups differ in path and name. */
export interface CgroupFiles {
  memory: string;
  pids: string;
  /** Lists the container's processes by their pids on the host. */
  procs: string;
}

/** @param table content of /proc/<pid>/cgroup of the container's first process */
export function cgroupFiles(table: string, root = '/sys/fs/cgroup'): CgroupFiles | undefined {
  const groups = table.trim().split('\n').map((line) => {
    const [, controllers = '', ...path] = line.split(':');
    return { controllers: controllers.split(','), path: path.join(':') };
  });
  const memory = groups.find((group) => group.controllers.includes('memory'));
  const pids = groups.find((group) => group.controllers.includes('pids'));
  if (memory && pids) {
    return { memory: join(root, 'memory', memory.path, 'memory.oom_control'), pids: join(root, 'pids', pids.path, 'pids.events'), procs: join(root, 'memory', memory.path, 'cgroup.procs') };
  }
  const unified = groups.find((group) => group.controllers[0] === '' && group.path !== '');
  return unified && { memory: join(root, unified.path, 'memory.events'), pids: join(root, unified.path, 'pids.events'), procs: join(root, unified.path, 'cgroup.procs') };
}

/** Reads the counters; nothing once the container has ended, for its cgroup is gone then. */
export async function readCounters(files: Pick<CgroupFiles, 'memory' | 'pids'>): Promise<CgroupCounters | undefined> {
  try {
    const [memory, pids] = await Promise.all([readFile(files.memory, 'utf8'), readFile(files.pids, 'utf8')]);
    return { oomKills: counter(memory, 'oom_kill'), forksRefused: counter(pids, 'max') };
  } catch {
    return undefined;
  }
}

function counter(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
