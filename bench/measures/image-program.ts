/**
 * Reads an image in a separate process, so that the peak memory belongs to nothing else: `image-program.ts
 * <megabytes> [file]`. Prints the times as JSON. With a file, the image is first written to that file and
 * then read from it.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { readImageArchive } from '@dfm/image/archive/archive';
import { syntheticImage } from './synthetic-image.ts';

const [megabytes = '', file] = process.argv.slice(2);
const image = { layers: 120, bytes: Number(megabytes) * 1e6, sharedObjects: file === undefined };
if (file !== undefined) await pipeline(syntheticImage(image), createWriteStream(file));
const source = () =>
  file === undefined ? syntheticImage(image) : createReadStream(file, { highWaterMark: 1024 * 1024 });

const samples: Record<'read' | 'hash' | 'analysis', Cost>[] = [];
let entries = 0;
// Generating the image while reading it costs more than reading, so without a file only memory is measured.
for (let round = 0; round < (file === undefined ? 0 : 3); round += 1)
  samples.push({ read: await cost(read), hash: await cost(hash), analysis: await cost(analyse) });
if (file === undefined) await analyse();
const peakKb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1]);
console.log(
  JSON.stringify({
    megabytes: Number(megabytes),
    layers: image.layers,
    entries,
    samples,
    peakRssMb: peakKb / 1024,
  }),
);

async function read(): Promise<void> {
  for await (const _ of source());
}

async function hash(): Promise<void> {
  const sha256 = createHash('sha256');
  for await (const chunk of source()) sha256.update(chunk);
  sha256.digest();
}

async function analyse(): Promise<void> {
  const { layers } = await readImageArchive(source());
  entries = layers.reduce((sum, layer) => sum + layer.entries.length, 0);
}

/** Elapsed seconds, and CPU seconds of all cores together. */
interface Cost {
  seconds: number;
  cpuSeconds: number;
}

async function cost(work: () => Promise<void>): Promise<Cost> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}
