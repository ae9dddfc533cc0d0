const tickMs = 20;

/**
 * Watches for how long this thread's event loop is held by one piece of work, in processor time: on a busy
 * machine a process also waits for its turn, which is nobody's attack.
 *
 * @returns ends the watch and tells the longest, in milliseconds
 */
export function watchLoop(): () => number {
  let maxMs = 0;
  let before = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    maxMs = Math.max(maxMs, (user + system) / 1_000);
  };
  const timer = setInterval(look, tickMs);
  return () => {
    clearInterval(timer);
    return maxMs;
  };
}
