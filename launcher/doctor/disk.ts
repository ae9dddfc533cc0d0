import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesPerMib, formatBytes, formatDistinct } from '@dfm/contracts/quantity';
import { connectEngine } from '@dfm/sandbox-runner/connect-engine';
import type { RunnerEnv } from '@dfm/sandbox-runner/env';
import type { Check } from './check.ts';
import { type Finding, good, problem, warning } from './finding.ts';

/** Space for what is stored here, compared with what the settings reserve. */
export const disk: Check = {
  name: 'disk',
  about: 'free space and inodes, compared with the settings',
  async run({ runner }) {
    const info = (await connectEngine(runner.DOCKER_SOCKET)
      .info()
      .catch(() => undefined)) as { DockerRootDir?: string } | undefined;
    const findings = [await diskFindings('DATA_DIR', runner.DATA_DIR, runner)];
    const others = [
      { name: 'SHELF_DIR', path: runner.SHELF_DIR },
      { name: 'the folder of Docker', path: info?.DockerRootDir ?? runner.DATA_DIR },
    ];
    const { dev } = await stat(nearestFolder(runner.DATA_DIR));
    for (const { name, path } of others)
      if ((await stat(nearestFolder(path))).dev !== dev)
        findings.push(await diskFindings(name, path, runner));
    return findings.flat();
  },
};

type Reserves = Pick<RunnerEnv, 'HOST_DISK_RESERVE_MB' | 'HOST_INODES_RESERVE' | 'SANDBOX_DISK_MB'>;

const diskFindings = async (name: string, path: string, reserves: Reserves): Promise<Finding[]> =>
  roomFindings(`${name} (${path})`, await statfs(nearestFolder(path)), reserves);

/** What statfs(2) reports. */
interface Room {
  bavail: number;
  bsize: number;
  files: number;
  ffree: number;
}

export function roomFindings(
  name: string,
  { bavail, bsize, files, ffree }: Room,
  { HOST_DISK_RESERVE_MB, HOST_INODES_RESERVE, SANDBOX_DISK_MB }: Reserves,
): Finding[] {
  const freeBytes = bavail * bsize;
  const reserve = HOST_DISK_RESERVE_MB * bytesPerMib;
  const forLayers = reserve + SANDBOX_DISK_MB * bytesPerMib;
  const findings: Finding[] = [];
  if (freeBytes < reserve) {
    const [free, needed] = formatDistinct('binary-bytes', freeBytes, reserve);
    findings.push(
      problem(
        `${name} has ${free} free, less than the reserve of ${needed}`,
        'Free some space, or lower HOST_DISK_RESERVE_MB: until then, no sandbox is started.',
      ),
    );
  } else if (freeBytes < forLayers) {
    const [free, needed] = formatDistinct('binary-bytes', freeBytes, forLayers);
    findings.push(
      warning(
        `${name} has ${free} free, less than the reserve and SANDBOX_DISK_MB together (${needed})`,
        'Free some space: until then, no layers of exercises are prebuilt, and first runs take longer.',
      ),
    );
  }
  // A file system without a fixed number of inodes reports 0 of 0.
  if (files > 0 && ffree < HOST_INODES_RESERVE)
    findings.push(
      problem(
        `${name} has ${ffree} free inodes, less than the reserve of ${HOST_INODES_RESERVE}`,
        'Delete files there, or lower HOST_INODES_RESERVE: until then, no runs are taken.',
      ),
    );
  return findings.length > 0 ? findings : [good(`${name} has ${formatBytes(freeBytes)} free`)];
}

/** The folder itself, or the one in which it will be made. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
