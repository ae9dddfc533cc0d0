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
  /** Megabytes of uncompressed layers per elapsed second: only read, read and hashed once, and analysed. */
  readMbPerSecond: number;
  hashMbPerSecond: number;
  analysisMbPerSecond: number;
  /** The same per CPU second, which other work on the machine hardly affects. */
  analysisMbPerCpuSecond: number;
  /**
   * CPU time of the analysis divided by that of reading with one hash. The analysis hashes every byte twice,
   * as part of a layer and of a file.
   */
  overHash: number;
}

/** Analyses a synthetic image that is stored in a file in `folder`; median of three rounds. */
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

/** Memory needed to analyse an image that is generated while it is read and contains shared objects of 60 MB. */
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
