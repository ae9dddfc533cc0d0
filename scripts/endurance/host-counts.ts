import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import type { RunnerEnv } from '../../sandbox-runner/src/env.ts';

const run = promisify(execFile);

/** What runs could leave on a host, counted. Whole numbers of the host: nothing else may start or end anything between two counts. */
export type HostCounts = Record<'containers' | 'volumes' | 'networks' | 'images' | 'mounts' | 'loop devices' | 'files' | 'processes' | 'keyrings', number>;

export async function hostCounts(env: RunnerEnv): Promise<HostCounts> {
  const engine = connectEngine(env.DOCKER_SOCKET);
  const [containers, { Volumes }, networks, images, mounts, loops, files, pids, keys] = await Promise.all([
    engine.listContainers({ all: true }),
    engine.listVolumes(),
    engine.listNetworks(),
    engine.listImages({ all: true }),
    readFile('/proc/self/mounts', 'utf8'),
    run('losetup', ['--list', '--noheadings', '--output', 'NAME']),
    readdir(env.DATA_DIR, { recursive: true }),
    userProcesses(),
    readFile('/proc/key-users', 'utf8'),
  ]);
  return {
    containers: containers.length,
    volumes: (Volumes ?? []).length,
    networks: networks.length,
    images: images.length,
    mounts: lines(mounts),
    'loop devices': lines(loops.stdout),
    files: files.length,
    processes: pids,
    keyrings: keys.split('\n').filter((line) => Number.parseInt(line, 10) >= env.SANDBOX_UID_BASE).length,
  };
}

function lines(text: string): number {
  return text.split('\n').filter((line) => line !== '').length;
}

/** Those of the kernel come and go with its work; only programs have a command line. */
async function userProcesses(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command !== '').length;
}
