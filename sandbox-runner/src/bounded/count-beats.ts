import { Worker } from 'node:worker_threads';

const beatMs = 20;
const program = `const { workerData } = require('node:worker_threads'); setInterval(() => Atomics.add(workerData, 0, 1), ${beatMs});`;

/**
 * Counts the beats of an interval timer in this thread and of one in a thread that nothing blocks, so that a
 * busy machine, which delays both, does not affect the comparison.
 *
 * @returns a function that ends the count
 */
export function countBeats(): () => Promise<{ here: number; unblocked: number }> {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const other = new Worker(program, { eval: true, workerData: shared });
  let here = 0;
  const timer = setInterval(() => {
    here += 1;
  }, beatMs);
  return async () => {
    clearInterval(timer);
    await other.terminate();
    return { here, unblocked: Atomics.load(shared, 0) };
  };
}
