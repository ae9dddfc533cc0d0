import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { percentile } from './percentiles.ts';

interface Cost {
  seconds: number;
  cpuSeconds: number;
}

interface Report {
  megabytes: number;
  layers: number;
  entries: number;
  samples: { read: Cost; hash: Cost; analysis: Cost }[];
  peakRssMb: number;
}

export interface ImageSpeed extends Omit<Report, 'samples'> {
  /** Megabytes of uncompressed layers per second on the clock: read alone, read and hashed once, analysed. */
  readMbPerSecond: number;
  hashMbPerSecond: number;
  analysisMbPerSecond: number;
  /** The same of a core's time, which other work on the machine does not change much. */
  analysisMbPerCpuSecond: number;
  /**
   * CPU time of the analysis ÷ that of reading with one hash. The analysis hashes every byte twice, as layer
   * and as file.
   */
  overHash: number;
}

/** Analyses a made-up image that lies in a file in `folder`; the middle one of three rounds. */
export async function imageSpeed(megabytes: number, folder: string): Promise<ImageSpeed> {
  const file = join(folder, `synthetic-${megabytes}.tar`);
  try {
    const { samples, ...report } = await inOwnProcess([String(megabytes), file]);
    const middle = (value: (sample: (typeof samples)[number]) => number) =>
      percentile(samples.map(value), 0.5);
    return {
      ...report,
      readMbPerSecond: megabytes / middle(({ read }) => read.seconds),
      hashMbPerSecond: megabytes / middle(({ hash }) => hash.seconds),
      analysisMbPerSecond: megabytes / middle(({ analysis }) => analysis.seconds),
      analysisMbPerCpuSecond: megabytes / middle(({ analysis }) => analysis.cpuSeconds),
      overHash: middle(({ hash, analysis }) => analysis.cpuSeconds / hash.cpuSeconds),
    };
  } finally {
    await rm(file, { force: true });
  }
}

/** The memory that it takes to analyse an image that is made as it is read, shared objects of 60 MB in it. */
export async function imageMemory(megabytes: number): Promise<Omit<Report, 'samples'>> {
  const { samples: _, ...report } = await inOwnProcess([String(megabytes)]);
  return report;
}

async function inOwnProcess(args: string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'image-program.ts'),
    ...args,
  ]);
  return JSON.parse(stdout);
}
