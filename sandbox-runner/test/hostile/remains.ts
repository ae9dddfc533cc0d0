import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectEngine } from '../../src/engine/connect.ts';
import type { RunnerEnv } from '../../src/env.ts';
import { runCommand } from '../../src/host/command.ts';

/** What sandboxes of a data folder have on the host. Two looks are equal when what came between left nothing. */
export interface Remains {
  containers: string[];
  volumes: number;
  networks: string[];
  mounts: string[];
  loopDevices: string[];
  files: string[];
}

export async function remainsOf(env: RunnerEnv): Promise<Remains> {
  const dir = join(env.DATA_DIR, 'sandboxes');
  const engine = connectEngine(env.DOCKER_SOCKET);
  const [containers, networks, mounts, loops, files] = await Promise.all([
    engine.listContainers({ all: true, filters: { label: ['dfm.sandbox'] } }),
    engine.listNetworks({ filters: { name: ['dfm', 'run-'] } }),
    readFile('/proc/self/mounts', 'utf8'),
    runCommand('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE']),
    readdir(dir),
  ]);
  const own = containers.filter(({ Labels }) => Labels['dfm.sandbox']?.startsWith(`${dir}/`));
  return {
    containers: own.map(({ Id }) => Id).sort(),
    volumes: own.flatMap(({ Mounts }) => Mounts.filter(({ Type }) => (Type as string) === 'volume')).length,
    networks: networks.map(({ Name }) => Name).sort(),
    mounts: mounts.split('\n').flatMap((line) => line.split(' ')[1] ?? []).filter((point) => point.startsWith(`${dir}/`)).sort(),
    loopDevices: loops.split('\n').filter((path) => path.startsWith(`${dir}/`)).sort(),
    files: [...(await readdir(env.DATA_DIR)), ...files].sort(),
  };
}

/** Pids on the host of the processes in a container's cgroup. */
export async function processesIn(containerId: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const groups = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')));
  return pids.filter((_pid, index) => groups[index]?.includes(containerId));
}
