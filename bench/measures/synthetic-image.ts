import { createCipheriv, createHash } from 'node:crypto';
import { tarEnd, tarEntry, tarHeader, tarPadding } from '@dfm/image/tar/tar-blocks';

const poolBytes = 1024 * 1024;
/** Bytes that do not compress, like model weights; the same in every run. */
const random = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
  Buffer.alloc(poolBytes),
);
const text = Buffer.alloc(
  poolBytes,
  'def predict(features: list[float]) -> float:\n    return float(model.predict([features])[0])\n\n',
);
/** File sizes, repeated until a layer is full: packages have many small files and a few large ones. */
const fileBytes = [700, 4_000, 9_000, 30_000, 65_536, 400_000, 2_000_000];
const sharedObjectBytes = 60_000_000;

export interface SyntheticImage {
  layers: number;
  /** Total of all layers, including headers. */
  bytes: number;
  /** Whether every fifth layer contains a shared object of 60 MB, the largest kind that is read into memory. */
  sharedObjects: boolean;
}

interface PlannedFile {
  name: string;
  bytes: number;
  content: Buffer;
}

/** An image in the format of `docker save`, half text files and half random bytes, generated while it is read. */
export async function* syntheticImage({
  layers,
  bytes,
  sharedObjects,
}: SyntheticImage): AsyncGenerator<Buffer> {
  const diffIds: string[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const files = plan(layer, Math.floor(bytes / layers) - tarEnd.length, sharedObjects && layer % 5 === 0);
    const size = files.reduce((sum, file) => sum + storedBytes(file.bytes), 0) + tarEnd.length;
    yield tarHeader({ name: `${layer}/layer.tar`, size });
    const hash = createHash('sha256');
    for (const part of tarParts(files)) {
      hash.update(part);
      yield part;
    }
    diffIds.push(`sha256:${hash.digest('hex')}`);
    yield tarPadding(size);
  }
  yield tarEntry(
    { name: 'config.json' },
    JSON.stringify({ config: {}, rootfs: { type: 'layers', diff_ids: diffIds } }),
  );
  yield tarEntry(
    { name: 'manifest.json' },
    JSON.stringify([{ Config: 'config.json', Layers: diffIds.map((_, layer) => `${layer}/layer.tar`) }]),
  );
  yield tarEnd;
}

function plan(layer: number, bytes: number, withSharedObject: boolean): PlannedFile[] {
  const files: PlannedFile[] = withSharedObject
    ? [{ name: `srv/${layer}/libdata.so`, bytes: sharedObjectBytes, content: random }]
    : [];
  for (
    let left = bytes - (withSharedObject ? storedBytes(sharedObjectBytes) : 0), index = 0;
    left > 1024;
    index += 1
  ) {
    const size = Math.min(fileBytes[index % fileBytes.length]!, left - 1024);
    const isText = index % 2 === 0;
    files.push({
      name: `srv/${layer}/${index % 40}/${index}.${isText ? 'py' : 'bin'}`,
      bytes: size,
      content: isText ? text : random,
    });
    left -= storedBytes(size);
  }
  return files;
}

function* tarParts(files: readonly PlannedFile[]): Generator<Buffer> {
  for (const { name, bytes, content } of files) {
    yield tarHeader({ name, size: bytes });
    for (let left = bytes; left > 0; left -= poolBytes) yield content.subarray(0, Math.min(left, poolBytes));
    yield tarPadding(bytes);
  }
  yield tarEnd;
}

function storedBytes(bytes: number): number {
  return 512 + Math.ceil(bytes / 512) * 512;
}
