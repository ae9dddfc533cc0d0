import { formatDuration } from '@dfm/contracts/quantity';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';

export const runsToEnd: Check = {
  meta: {
    id: 'runs-to-end',
    title: 'Job completes and exits',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'error',
    defaultPoints: 20,
    needs: ['job'],
    also: [],
    detects:
      'Whether a container that is not a service, such as a training job, exits by itself in time with code 0, and whether the last line it prints reports what the exercise expects. If the job has to leave a file in a mounted folder, also whether the file is there, belongs to the right user, and has the expected content.',
    why: 'A scheduler only knows that a job exited, and its exit code. A job that never exits costs money until someone notices, and a job that exits with 0 without doing anything counts as successful.',
    fix: 'Copy the files that the program reads, install the packages that it imports, start it with CMD in exec form, and do not make the container wait for any other process.',
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
      message: `The job exited by itself with code 0 after ${job.length > 1 ? 'at most ' : ''}${formatDuration(slowestMs)} and ${job.some(({ start }) => start.leaves !== undefined) ? 'left' : 'reported'} the expected result.`,
      evidence,
    };
  const share = job.filter((outcome) => outcome.ok).length / job.length;
  return {
    status: 'fail',
    share,
    message: `"${failed.start.name}" failed: ${failed.message.replace(/\.$/u, '')}.`,
    next: 'Read the output of the container. Its last lines show how far it got.',
    evidence,
  };
}
