/**
 * Calls back once when this process should stop: on Ctrl C, on a signal, or when bootstrap.mjs ends. The
 * latter closes this process's standard input instead of sending a signal, because with sudo this process
 * belongs to root.
 */
export function onStopRequest(stop: () => Promise<void>): void {
  let requested = false;
  const request = () => {
    if (!requested) void stop();
    requested = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  if (process.env.STOP_WITH_INPUT === '1') process.stdin.resume().once('close', request);
}
