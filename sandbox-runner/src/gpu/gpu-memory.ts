import { setTimeout as delay } from 'node:timers/promises';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type { NvidiaSmi } from './detect.ts';

const appsQuery = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
const sampleMs = 250;

/**
 * GPU memory that these processes of the node hold now, in bytes, by `nvidia-smi` of the node.
 *
 * @param csv answer to the query, a line for each process: pid, MiB or `[N/A]`
 * @returns undefined where the driver tells it of none of them
 */
export function memoryOfProcesses(csv: string, pids: ReadonlySet<number>): number | undefined {
  const mib = csv.split('\n').flatMap((line) => {
    const match = /^\s*(\d+),\s*(\d+)\s*$/u.exec(line);
    return match !== null && pids.has(Number(match[1])) ? [Number(match[2])] : [];
  });
  return mib.length === 0 ? undefined : mib.reduce((sum, one) => sum + one, 0) * bytesPerMib;
}

/**
 * The most GPU memory seen at once of a container's processes, looked at four times a second until `signal`
 * aborts: what comes and goes between two looks is missed. It counts the driver's own part for each process,
 * which no framework reports.
 *
 * @param pids of the processes at this moment, by the node's numbers
 * @returns undefined where the driver never told it
 */
export async function peakGpuMemory(
  pids: () => Promise<ReadonlySet<number>>,
  nvidiaSmi: NvidiaSmi,
  signal: AbortSignal,
): Promise<number | undefined> {
  let peak: number | undefined;
  while (!signal.aborted) {
    const [csv, current] = await Promise.all([nvidiaSmi(appsQuery).catch(() => ''), pids()]);
    const now = memoryOfProcesses(csv, current);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
    await delay(sampleMs, undefined, { signal }).catch(() => undefined);
  }
  return peak;
}
