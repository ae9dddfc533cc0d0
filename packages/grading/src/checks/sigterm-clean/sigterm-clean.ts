import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { seconds } from '../../verdict/wording.ts';

export const sigtermClean: Check = {
  meta: {
    id: 'sigterm-clean',
    title: 'The container stops when asked',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      'Whether the container ends by itself after SIGTERM, before the grace period is over and the engine kills it. Where the exercise says so, also whether the service went on answering for long enough and then saved its state.',
    why: 'docker stop, a rolling update and a spot reclaim all send SIGTERM. A process that never sees it loses the requests it was answering.',
    fix: 'Start the service by the exec form, so that it is process 1 and gets the signal, or exec it at the end of the entry script.',
    bad: 'CMD uvicorn serve:app --host 0.0.0.0 | tee /tmp/log',
    good: 'CMD ["uvicorn", "serve:app", "--host", "0.0.0.0"]',
  },
  measure,
};

function measure({ evidence: { run }, dockerfile }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { stop, shutdown, exitCode } = run.normal;
  if (stop === undefined) {
    if (exitCode === undefined) return skipped('Not measured: the container was not stopped.');
    return {
      status: 'fail',
      message: `The container ended by itself with exit code ${exitCode} before it was asked to stop.`,
      next: 'Make it start first; see what it printed.',
    };
  }
  const asked = finalInstructions(dockerfile).findLast(({ keyword }) => keyword === 'STOPSIGNAL');
  const signal = asked?.words[0] ?? 'SIGTERM';
  const evidence =
    stop.unhandled === true
      ? [{ label: 'Process 1', value: `does not handle ${signal}`, unit: 'text' as const }]
      : [
          { label: 'Stopped after', value: stop.ms, unit: 'ms' as const },
          ...(stop.exitCode === undefined
            ? []
            : [{ label: 'Exit code', value: stop.exitCode, unit: 'count' as const }]),
        ];
  // A shell or an init in front of the service may end at once, and the service dies with it.
  if (stop.graceful && shutdown?.ok === false) {
    return {
      status: 'fail',
      message: `The container ended ${seconds(stop.ms)} after ${signal}, but the service did not finish its work: ${shutdown.message}.`,
      next: 'Look at which process gets the signal and what it does then. With exec in front of the last command of the entry script it is the service itself.',
      evidence,
    };
  }
  if (stop.graceful) {
    const work = shutdown === undefined ? '' : `, and the service finished its work: ${shutdown.message}`;
    return {
      status: 'pass',
      message: `The container ended ${seconds(stop.ms)} after ${signal}${work}.`,
      evidence,
    };
  }
  const own = asked !== undefined && signal !== 'SIGTERM' && signal !== '15';
  return {
    status: 'fail',
    ...(own ? { line: asked.startLine } : {}),
    message:
      stop.unhandled === true
        ? `Process 1 in the container does not handle ${signal}, so the kernel drops the signal. The container keeps running until the grace period ends and the engine kills it.`
        : `The container did not end after ${signal} and was killed after ${seconds(stop.ms)}.`,
    next: own
      ? `Line ${asked.startLine} has ${signal} sent in place of SIGTERM. Take that line out, unless the service handles this signal.`
      : 'Use the exec form of CMD or ENTRYPOINT, or exec the service in the entry script, so that the signal reaches it.',
    evidence,
  };
}
