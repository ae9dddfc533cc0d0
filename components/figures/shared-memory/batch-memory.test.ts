import { expect, test } from 'vitest';
import { batchMemory, defaultShmBytes, type LoaderSettings } from './batch-memory.ts';

const images: LoaderSettings = {
  batch: 64,
  values: 3 * 224 * 224,
  bytesPerValue: 4,
  workers: 4,
  prefetch: 2,
};

test.each<[settings: Partial<LoaderSettings>, bytes: number, shmMib: number]>([
  [{}, 38_535_168 * 9, 512],
  [{ bytesPerValue: 1 }, 9_633_792 * 9, 128],
  [{ workers: 1, prefetch: 1 }, 38_535_168 * 2, 128],
  [{ workers: 0 }, 0, 64],
  [{ batch: 0 }, 0, 64],
  // Exactly a power of two is not rounded up.
  [{ batch: 1, values: 2 ** 20, bytesPerValue: 1, workers: 255, prefetch: 1 }, 256 * 2 ** 20, 256],
])('%o needs %d bytes', (settings, bytes, shmMib) => {
  expect(batchMemory({ ...images, ...settings })).toMatchObject({ bytes, shmMib });
});

test('the default of Docker is 64 MiB', () => expect(defaultShmBytes).toBe(67_108_864));
