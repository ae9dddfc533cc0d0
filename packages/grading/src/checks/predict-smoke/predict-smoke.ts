import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { lastWords, seconds } from '../../verdict/wording.ts';

export const predictSmoke: Check = {
  meta: {
    id: 'predict-smoke',
    title: 'It answers a known request',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 10,
    needs: ['run'],
    also: [],
    detects:
      "Whether the started container answers the exercise's golden request, and its other requests, with what is expected and in time.",
    why: 'An image that builds and starts may still lack the model, a library or the right port. Only an answer proves that it serves.',
    fix: "Listen on 0.0.0.0 and the exercise's port, copy everything the service loads, and read the container's log.",
    bad: 'CMD ["uvicorn", "serve:app", "--host", "127.0.0.1"]',
    good: 'CMD ["uvicorn", "serve:app", "--host", "0.0.0.0", "--port", "8000"]',
  },
  measure,
};

function measure({ evidence: { run } }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { ready, readyMs, probes, logTail, exitCode, oomKilled, peakResidentBytes } = run.normal;
  if (!ready) {
    const said = lastWords(logTail);
    const how = oomKilled
      ? 'ran out of memory'
      : exitCode === undefined
        ? 'did not answer in time'
        : `ended with exit code ${exitCode}`;
    return {
      status: 'fail',
      message: `The container ${how} before it was ready${said === undefined ? '.' : `: ${said}`}`,
      next: "Read the container's log: the last lines say what was missing.",
    };
  }
  const failed = probes.filter((probe) => !probe.ok);
  const evidence = [
    ...(readyMs === undefined ? [] : [{ label: 'Ready after', value: readyMs, unit: 'ms' as const }]),
    ...(peakResidentBytes === undefined
      ? []
      : [{ label: 'Peak memory of its processes', value: peakResidentBytes, unit: 'bytes' as const }]),
    ...probes.map((outcome) => ({
      label: outcome.probe.name,
      value: outcome.status ?? 'no answer',
      unit: 'text' as const,
      wanted: outcome.probe.expectStatus,
    })),
  ];
  const [first] = probes;
  if (first === undefined) return skipped('Not measured: the exercise has no request to send.');
  if (failed[0] === undefined)
    return {
      status: 'pass',
      message: `"${first.probe.name}" was answered as expected in ${seconds(first.ms)}.`,
      evidence,
    };
  return {
    status: 'fail',
    message: `"${failed[0].probe.name}" was not answered as expected: ${failed[0].message}`,
    next: 'Send the same request to your own container and read its log.',
    evidence,
  };
}
