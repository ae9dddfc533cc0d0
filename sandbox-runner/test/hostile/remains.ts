import { readdir, readFile } from 'node:fs/promises';
import type { RunnerEnv } from '../../src/config/env.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { type Remnant, remnantsIn } from '../remnants.ts';

/**
 * All resources of sandboxes on a node, including its engine's networks and the entries of the data folder.
 * Two results are equal if nothing was left behind in between.
 */
export async function remainsOf(
  env: RunnerEnv,
): Promise<{ remnants: Remnant[]; networks: string[]; entries: string[] }> {
  const [remnants, networks, entries] = await Promise.all([
    remnantsIn(env.DATA_DIR, env.DOCKER_SOCKET),
    connectEngine(env.DOCKER_SOCKET).listNetworks({ filters: { name: ['dfm', 'run-'] } }),
    readdir(env.DATA_DIR),
  ]);
  return { remnants, networks: networks.map(({ Name }) => Name).sort(), entries: entries.sort() };
}

/** Pids on the host of the processes in a container's cgroup. */
export async function processesIn(containerId: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const groups = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')),
  );
  return pids.filter((_pid, index) => groups[index]?.includes(containerId));
}
