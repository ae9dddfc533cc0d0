/**
 * `npm run bench:grader`: measures how fast the grader reads Dockerfiles and images, compared with only
 * parsing or hashing the same bytes in the same run. Prints tables and writes `<DATA_DIR>/bench/grader.json`.
 * Needs no engine. Run it on an otherwise idle machine.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../launcher/stack.ts';
import { knownDockerfiles } from './measures/check-times.ts';
import { imageMemory, imageSpeed } from './measures/image-speed.ts';
import { staticGrowth, staticSpeed, type Growth } from './measures/static-speed.ts';
import { workerBundle } from './measures/worker-bundle.ts';

const folder = join(process.env.DATA_DIR ?? join(root, '.data'), 'bench');
await mkdir(folder, { recursive: true });
const loadBefore = loadavg()[0] ?? 0;

const speed = rounded(staticSpeed(await knownDockerfiles(), 50));
console.log('Static checks, one core');
console.table([speed]);

const growth = staticGrowth([1, 10, 100, 1000, 10_000]).map(rounded);
console.log('Static checks by size of the file: milliseconds per kilobyte');
console.table(bySize(growth));

const bundle = await workerBundle();
console.log(`Worker with all checks: ${bundle.bytes} bytes, ${bundle.gzipBytes} with gzip\n`);

const image = rounded(await imageSpeed(1000, folder));
const largeImage = rounded(await imageMemory(4000));
console.log('Image analysis, one core');
console.table([image, largeImage]);

const result = {
  static: speed,
  growth,
  bundle,
  image,
  largeImage,
  machine: { cores: availableParallelism(), loadBefore: round(loadBefore), node: process.version },
};
await writeFile(join(folder, 'grader.json'), `${JSON.stringify(result, null, 2)}\n`);

function bySize(all: readonly Growth[]): Record<string, Record<string, number>> {
  const rows: Record<string, Record<string, number>> = {};
  for (const { shape, kilobytes, msPerKb } of all) (rows[shape] ??= {})[`${kilobytes} kB`] = msPerKb;
  return rows;
}

function rounded<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? round(value) : value]),
  ) as T;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
