import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';
import { seconds } from '../../verdict/wording.ts';

export const runsToEnd: Check = {
  meta: {
    id: 'runs-to-end',
    title: 'It does its work and ends',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'Whether a container that is no service, such as a training job, ends by itself in time with exit code 0, and whether the last line it prints reports what the exercise expects.',
    why: 'A scheduler knows of a job only that it ended and with which code. One that never ends is paid for until somebody looks; one that ends with 0 and did nothing is believed.',
    fix: 'Copy what the program reads, install what it imports, name it in CMD as a list, and let it be the only process that the container waits for.',
    bad: 'CMD python train.py; sleep infinity',
    good: 'CMD ["python", "train.py"]',
  },
  measure,
};

function measure({ evidence: { job } }: MeasuredInput): Measured {
  if (job === undefined) return noRun;
  const evidence = job.flatMap(({ start, exitCode, ms }) => [
    { label: `${start.name}: exit code`, value: exitCode ?? 'none', unit: 'text' as const, wanted: 0 },
    { label: `${start.name}: time`, value: ms, unit: 'ms' as const },
  ]);
  const failed = job.find((outcome) => !outcome.ok);
  const slowestMs = Math.max(...job.map(({ ms }) => ms));
  if (failed === undefined)
    return {
      status: 'pass',
      message: `It ended by itself with exit code 0 and reported what it should, after ${seconds(slowestMs)}${job.length > 1 ? ' at most' : ''}.`,
      evidence,
    };
  const share = job.filter((outcome) => outcome.ok).length / job.length;
  return {
    status: 'fail',
    share,
    message: `"${failed.start.name}" went wrong: ${failed.message.replace(/\.$/u, '')}.`,
    next: 'Read what the container printed: its last lines say how far it got.',
    evidence,
  };
}
