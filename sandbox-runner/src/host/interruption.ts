/**
 * A signal that aborts on the first Ctrl+C or SIGTERM, so that cleanup can run. A second one ends the process
 * immediately. Call this once per process.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
