import { formatDistinct, formatDuration } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { whyNeverReady } from '../../measures/never-ready.ts';

export const aliveBeforeReady: Check = {
  meta: {
    id: 'alive-before-ready',
    title: 'Alive while it loads, ready afterwards',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'Whether the service reports that it is alive while it is still loading, and that it is ready only afterwards. Both paths are requested several times a second from the start of the container. If the exercise removes a file that the service needs, also whether it then stays alive and is no longer ready.',
    why: 'An orchestrator restarts a container that is not alive and sends no requests to one that is not ready. A service that answers neither while it loads a model is restarted before it is ever ready. One that is ready at once gets requests that it cannot answer.',
    fix: 'Start the server first and load the model in a thread. Answer the liveness path always, and the readiness path with 503 until the model is loaded.',
    bad: '# serve.py\nmodel = load("model.joblib")  # takes a minute\nserver.serve_forever()',
    good: '# serve.py\nThread(target=load_model).start()\nserver.serve_forever()  # /ready answers 503 until load_model is done',
  },
  measure,
};

function measure({ evidence: { run }, run: plan }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { ready, readyMs, alive, loss } = run.normal;
  if (plan?.alive === undefined) return skipped('Not measured: the exercise has no liveness path.');
  const { path, startingMs } = plan.alive;
  if (!ready) return { status: 'fail', message: `The container ${whyNeverReady(run.normal)}` };
  if (alive === undefined) return skipped('Not measured: the liveness path was not watched.');
  const { firstMs, beforeReady, lost, afterwards } = alive;
  const evidence = [
    ...(firstMs === undefined || !beforeReady
      ? []
      : [{ label: 'Alive after', value: firstMs, unit: 'ms' as const }]),
    ...(readyMs === undefined ? [] : [{ label: 'Ready after', value: readyMs, unit: 'ms' as const }]),
  ];
  const failed = (message: string, next: string): Measured => ({ status: 'fail', message, next, evidence });
  if (!beforeReady)
    // If it returns 2xx afterwards, and when, depends on when the service was asked last.
    return failed(
      `${path} did not return 2xx while ${plan.readyPath} still refused.`,
      'Start the server before the model is loaded, and let the two paths report different things.',
    );
  if (lost)
    return failed(
      `${path} stopped returning 2xx before the service was ready.`,
      'Load in a thread or process that lets the server answer meanwhile.',
    );
  if (firstMs !== undefined && firstMs > startingMs) {
    const [first, limit] = formatDistinct('ms', firstMs, startingMs);
    return failed(
      `${path} returned 2xx for the first time after ${first}. The limit is ${limit}.`,
      'Start the server first, and import and load what takes long afterwards.',
    );
  }
  if (!afterwards)
    return failed(
      `Once the service was ready, ${path} or ${plan.readyPath} no longer returned 2xx.`,
      'A service that is ready has to be alive too, and stays ready as long as nothing is missing.',
    );
  if (loss?.noticed === false)
    return failed(
      `${plan.readyPath} still returned 2xx after ${plan.alive.loses} was removed.`,
      'Check what the service needs whenever it is asked, not only when it starts.',
    );
  if (loss?.alive === false)
    return failed(
      `${path} no longer returned 2xx after ${plan.alive.loses} was removed.`,
      'A restart does not bring a missing file back. Report only on the readiness path that something is missing.',
    );
  return {
    status: 'pass',
    message: `The service was alive after ${formatDuration(firstMs ?? 0)} and ready after ${formatDuration(readyMs ?? 0)}.`,
    evidence,
  };
}
