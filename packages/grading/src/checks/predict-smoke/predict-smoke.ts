import { formatDuration } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { whyNeverReady } from '../../measures/never-ready.ts';

export const predictSmoke: Check = {
  meta: {
    id: 'predict-smoke',
    title: 'Responds correctly to a known request',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 10,
    needs: ['run'],
    also: [],
    detects:
      'Whether the started container responds to the golden request of the exercise, and to its other requests, as expected and in time.',
    why: 'An image that builds and starts may still lack the model, a library or the right port. Only a response proves that the service works.',
    fix: 'Listen on 0.0.0.0 and the port of the exercise, copy everything that the service loads, and read the log of the container.',
    bad: 'CMD ["uvicorn", "serve:app", "--host", "127.0.0.1"]',
    good: 'CMD ["uvicorn", "serve:app", "--host", "0.0.0.0", "--port", "8000"]',
  },
  measure,
};

function measure({ evidence: { run } }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { ready, readyMs, probes, peakResidentBytes } = run.normal;
  if (!ready)
    return {
      status: 'fail',
      message: `The container ${whyNeverReady(run.normal)}`,
      next: 'Read the log of the container. The last lines usually show the cause.',
    };
  const failed = probes.filter((probe) => !probe.ok);
  const evidence = [
    ...(readyMs === undefined ? [] : [{ label: 'Ready after', value: readyMs, unit: 'ms' as const }]),
    ...(peakResidentBytes === undefined
      ? []
      : [{ label: 'Peak memory of the processes', value: peakResidentBytes, unit: 'bytes' as const }]),
    ...probes.map((outcome) => ({
      label: outcome.probe.name,
      value: outcome.status ?? 'no response',
      unit: 'text' as const,
      wanted: outcome.probe.expectStatus,
    })),
  ];
  const [first] = probes;
  if (first === undefined) return skipped('Not measured: the exercise has no request to send.');
  if (failed[0] === undefined)
    return {
      status: 'pass',
      message: `"${first.probe.name}" got the expected response in ${formatDuration(first.ms)}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `"${failed[0].probe.name}" did not get the expected response: ${failed[0].message}`,
    next: 'Send the same request to a container that you start yourself, and read its log.',
    evidence,
  };
}
