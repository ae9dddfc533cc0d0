const tickMs = 20;

/**
 * Measures the longest time for which this thread's event loop is blocked. It counts processor time, because
 * on a busy machine a process also waits for a processor, which is not caused by an attack.
 *
 * @returns a function that ends the measurement and returns the longest time in milliseconds
 */
export function watchLoop(): () => number {
  let maxMs = 0;
  let before = process.threadCpuUsage();
  const sample = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    maxMs = Math.max(maxMs, (user + system) / 1_000);
  };
  const timer = setInterval(sample, tickMs);
  return () => {
    clearInterval(timer);
    return maxMs;
  };
}
