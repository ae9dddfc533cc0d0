import { formatDuration } from '@dfm/contracts/quantity';
import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';

export const sigtermClean: Check = {
  meta: {
    id: 'sigterm-clean',
    title: 'Container stops on SIGTERM',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      'Whether the container exits by itself after SIGTERM, before the grace period is over and the engine kills it. If the exercise requires it, also whether the service kept responding for long enough and then saved its state.',
    why: 'docker stop, rolling updates and reclaimed spot instances all send SIGTERM. A process that does not receive it loses the requests that it is handling.',
    fix: 'Start the service in exec form, so that it is process 1 and receives the signal, or start it with exec at the end of the entry script.',
    bad: 'CMD uvicorn serve:app --host 0.0.0.0 | tee /tmp/log',
    good: 'CMD ["uvicorn", "serve:app", "--host", "0.0.0.0"]',
  },
  measure,
};

function measure({ evidence: { run }, dockerfile }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { stop, shutdown, exitCode, ready } = run.normal;
  if (stop === undefined) {
    if (exitCode === undefined) return skipped('Not measured: the container was not stopped.');
    return {
      status: 'fail',
      message: `The container exited by itself with code ${exitCode} before the stop signal was sent.`,
      next: 'First make the container keep running. Its output may show why it exited.',
    };
  }
  const stopSignal = finalInstructions(dockerfile).findLast(({ keyword }) => keyword === 'STOPSIGNAL');
  const signal = stopSignal?.words[0] ?? 'SIGTERM';
  const evidence =
    stop.unhandled === true
      ? [{ label: 'Process 1', value: `does not handle ${signal}`, unit: 'text' as const }]
      : [
          { label: 'Stopped after', value: stop.ms, unit: 'ms' as const },
          ...(stop.exitCode === undefined
            ? []
            : [{ label: 'Exit code', value: stop.exitCode, unit: 'count' as const }]),
        ];
  // A shell or an init process in front of the service may exit immediately, and the service is killed with
  // it.
  if (stop.graceful && shutdown?.ok === false) {
    return {
      status: 'fail',
      message: `The container exited ${formatDuration(stop.ms)} after ${signal}, but the service did not finish its work: ${shutdown.message}.`,
      next: 'Check which process receives the signal and what it does then. With exec before the last command of the entry script, it is the service itself.',
      evidence,
    };
  }
  if (stop.graceful) {
    const work = shutdown === undefined ? '' : `, and the service finished its work: ${shutdown.message}`;
    return {
      status: 'pass',
      message: `The container exited ${formatDuration(stop.ms)} after ${signal}${work}.`,
      evidence,
    };
  }
  // A server sets its handler when it starts to serve, so an unfinished start says nothing about the handler.
  if (stop.unhandled === true && !ready) {
    return {
      status: 'fail',
      message: `Process 1 in the container did not handle ${signal} yet, because the service was not ready. The kernel dropped the signal, and the engine killed the container.`,
      next: 'First make the service ready. Most servers handle the signal from then on.',
      evidence,
    };
  }
  const own = stopSignal !== undefined && signal !== 'SIGTERM' && signal !== '15';
  return {
    status: 'fail',
    ...(own ? { line: stopSignal.startLine } : {}),
    message:
      stop.unhandled === true
        ? `Process 1 in the container does not handle ${signal}, so the kernel drops the signal. The container keeps running until the grace period ends and the engine kills it.`
        : `The container did not exit after ${signal} and was killed after ${formatDuration(stop.ms)}.`,
    next: own
      ? `Line ${stopSignal.startLine} makes Docker send ${signal} instead of SIGTERM. Remove that line, unless the service handles this signal.`
      : 'Use the exec form of CMD or ENTRYPOINT, or start the service with exec in the entry script, so that it receives the signal.',
    evidence,
  };
}
