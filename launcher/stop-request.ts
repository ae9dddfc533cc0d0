/**
 * Calls back once when this process is asked to stop: by Ctrl C, by a signal, or by the end of bootstrap.mjs,
 * which holds this process's standard input open for that. A signal cannot do the latter: behind sudo this
 * process is root's.
 */
export function onStopRequest(stop: () => Promise<void>): void {
  let asked = false;
  const ask = () => {
    if (!asked) void stop();
    asked = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  if (process.env.STOP_WITH_INPUT === '1') process.stdin.resume().once('close', ask);
}
