import { bytesPerMib } from '@dfm/contracts/quantity';

/** What the reader sets for a data loader. */
export interface LoaderSettings {
  /** Samples in a batch. */
  batch: number;
  /** Numbers in a sample, such as 3 × 224 × 224 for an image. */
  values: number;
  bytesPerValue: number;
  workers: number;
  /** Batches that each worker prepares in advance. */
  prefetch: number;
}

export interface BatchMemory {
  batchBytes: number;
  /** Batches in shared memory at the same time, at most. */
  batches: number;
  bytes: number;
  /** The smallest power of two that is enough for `--shm-size`, in MiB. */
  shmMib: number;
}

/** Size of /dev/shm in a container that was started without `--shm-size`. */
export const defaultShmBytes = 64 * bytesPerMib;

/**
 * Shared memory that a data loader needs: what all workers prepare in advance, and the batch that the
 * training loop still holds. Without workers, batches are made in the process itself and need none.
 */
export function batchMemory({
  batch,
  values,
  bytesPerValue,
  workers,
  prefetch,
}: LoaderSettings): BatchMemory {
  const batchBytes = batch * values * bytesPerValue;
  const batches = workers === 0 ? 0 : workers * prefetch + 1;
  const bytes = batchBytes * batches;
  const mib = Math.ceil(bytes / bytesPerMib);
  return { batchBytes, batches, bytes, shmMib: Math.max(64, 2 ** Math.ceil(Math.log2(Math.max(1, mib)))) };
}
