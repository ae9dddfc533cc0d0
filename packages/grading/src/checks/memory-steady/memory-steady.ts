import { bytesPerMib, formatBinaryBytes, formatDistinct } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { whyNeverReady } from '../../measures/never-ready.ts';

export const memorySteady: Check = {
  meta: {
    id: 'memory-steady',
    title: 'Memory does not grow with requests',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'How much the resident memory of all processes of the service grows while it answers many requests, after a warm-up.',
    why: 'A service that keeps something of every request, such as one more copy of its model, works in every test. It is killed for lack of memory after hours or days, in the middle of other requests.',
    fix: 'Load the model once, when the process starts. Limit caches, and do not collect requests or results in a global list.',
    bad: '# serve.py\ndef predict(x):\n    models.append(load("model.joblib"))\n    return models[-1].predict(x)',
    good: '# serve.py\nmodel = load("model.joblib")\ndef predict(x):\n    return model.predict(x)',
  },
  measure,
};

function measure({ evidence: { run }, run: plan }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  if (plan?.load === undefined) return skipped('Not measured: the exercise sends only a few requests.');
  if (!run.normal.ready) return { status: 'fail', message: `The container ${whyNeverReady(run.normal)}` };
  const { load } = run.normal;
  if (load === undefined) return skipped('Not measured: the exercise sends only a few requests.');
  const { requests, beforeBytes, afterBytes, failure } = load;
  if (failure !== undefined)
    return {
      status: 'fail',
      message: `After ${requests} requests of the load, one did not get the expected response: ${failure}.`,
      next: 'Send the same request many times to a container that you start yourself, and read its log.',
    };
  if (beforeBytes === undefined || afterBytes === undefined)
    return skipped('Not measured: the memory of the service could not be read.');
  const growthBytes = Math.max(0, afterBytes - beforeBytes);
  const maxBytes = plan.load.maxGrowthMib * bytesPerMib;
  const evidence = [
    { label: 'Memory after the warm-up', value: beforeBytes, unit: 'bytes' as const },
    { label: `Memory ${requests} requests later`, value: afterBytes, unit: 'bytes' as const },
    { label: 'Growth per request', value: Math.round(growthBytes / requests), unit: 'bytes' as const },
  ];
  if (growthBytes > maxBytes) {
    const [growth, limit] = formatDistinct('binary-bytes', growthBytes, maxBytes);
    return {
      status: 'fail',
      message: `The memory of the service grew by ${growth} in ${requests} requests. The limit is ${limit}.`,
      next: 'Look for what stays after a request: a model that is loaded again, a cache without a limit, a list that only grows.',
      evidence,
    };
  }
  return {
    status: 'pass',
    message: `The memory of the service grew by ${formatBinaryBytes(growthBytes)} in ${requests} requests, within the limit of ${formatBinaryBytes(maxBytes)}.`,
    evidence,
  };
}
