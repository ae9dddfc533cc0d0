import { readdir, readFile } from 'node:fs/promises';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import { uidOfSlot } from '../../sandbox-runner/src/sandbox/docker/uid-range.ts';
import { countsOf, remnantsIn } from '../../sandbox-runner/test/remnants.ts';

/** Counts of what runs may leave on a host. */
export type LeftBehind = Record<
  | 'containers'
  | 'mounts'
  | 'loop devices'
  | 'file systems of the disks'
  | 'files'
  | 'processes'
  | 'keyrings'
  | 'volumes'
  | 'networks'
  | 'images',
  number
>;

/**
 * Counts what exists of the sandboxes of a data folder, by that folder and by their UIDs. Volumes, networks
 * and images have no such mark, so all of the host's engine are counted. Others may use the machine at the
 * same time, except for those three.
 */
export async function leftBehind(env: RunnerEnv): Promise<LeftBehind> {
  const engine = connectEngine(env.DOCKER_SOCKET);
  const [remnants, { Volumes }, networks, images, files, processes, keys] = await Promise.all([
    remnantsIn(env.DATA_DIR, env.DOCKER_SOCKET),
    engine.listVolumes(),
    engine.listNetworks(),
    engine.listImages({ all: true }),
    readdir(env.DATA_DIR, { recursive: true }),
    ownProcesses(env),
    readFile('/proc/key-users', 'utf8'),
  ]);
  const counts = countsOf(remnants);
  return {
    containers: counts.container ?? 0,
    mounts: counts.mount ?? 0,
    'loop devices': counts['loop device'] ?? 0,
    'file systems of the disks': counts['file system of the disks'] ?? 0,
    files: files.length,
    processes,
    keyrings: keys.split('\n').filter((line) => isOwn(Number.parseInt(line, 10), env)).length,
    volumes: (Volumes ?? []).length,
    networks: networks.length,
    images: images.length,
  };
}

function isOwn(uid: number, { SANDBOX_UID_BASE, SANDBOX_MAX }: RunnerEnv): boolean {
  return uid >= SANDBOX_UID_BASE && uid < uidOfSlot(SANDBOX_UID_BASE, SANDBOX_MAX);
}

/** Processes that run as a user of a sandbox, and host processes that work on its folder. */
async function ownProcesses(env: RunnerEnv): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const own = await Promise.all(
    pids.map(async (pid) => {
      const [command, status] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
      ]);
      return (
        command.includes(`${env.DATA_DIR}/sandboxes`) ||
        isOwn(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]), env)
      );
    }),
  );
  return own.filter(Boolean).length;
}
