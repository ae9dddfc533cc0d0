import { setTimeout as delay } from 'node:timers/promises';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type { GpuProgram } from './detect.ts';

const appsQuery = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
const sampleMs = 250;

/**
 * GPU memory that these processes of the node use now, in bytes, according to the node's `nvidia-smi`.
 *
 * @param csv answer to the query, with one line per process: pid, MiB or `[N/A]`
 * @returns undefined if the driver reports no memory for any of them
 */
export function memoryOfProcesses(csv: string, pids: ReadonlySet<number>): number | undefined {
  const mib = csv.split('\n').flatMap((line) => {
    const match = /^\s*(\d+),\s*(\d+)\s*$/u.exec(line);
    return match !== null && pids.has(Number(match[1])) ? [Number(match[2])] : [];
  });
  return mib.length === 0 ? undefined : mib.reduce((sum, one) => sum + one, 0) * bytesPerMib;
}

/**
 * The peak GPU memory of a container's processes, sampled four times per second until `signal` aborts. Peaks
 * between two samples are missed. The value includes the driver's own memory for each process, which no
 * framework reports.
 *
 * @param pids of the processes at this moment, in the node's PID namespace
 * @returns undefined if the driver never reported it
 */
export async function peakGpuMemory(
  pids: () => Promise<ReadonlySet<number>>,
  nvidiaSmi: GpuProgram,
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
