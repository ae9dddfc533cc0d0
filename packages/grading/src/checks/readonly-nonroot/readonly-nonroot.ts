import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';
import { lastWords } from '../../verdict/wording.ts';

export const readonlyNonroot: Check = {
  meta: {
    id: 'readonly-nonroot',
    title: 'Runs read-only and as any user',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      'Whether the service starts and responds with a read-only root filesystem, an empty /tmp, no capabilities and a user id that does not exist in the image.',
    why: 'Hardened clusters run containers this way. An image that writes to its root filesystem or needs a specific user id fails there.',
    fix: 'Make the files of the service readable for all users, write only to /tmp or a mounted volume, and set HOME and cache directories accordingly.',
    bad: 'COPY --chown=app --chmod=600 model.joblib .',
    good: 'COPY --chmod=644 model.joblib .\nENV HOME=/tmp',
  },
  measure,
};

function measure({ evidence: { run } }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { hardened } = run;
  const evidence = [
    { label: 'Ready', value: hardened.ready, unit: 'text' as const, wanted: true },
    ...(hardened.uid === undefined ? [] : [{ label: 'User id', value: hardened.uid, unit: 'uid' as const }]),
  ];
  const failed = hardened.probes.find((probe) => !probe.ok);
  if (hardened.ready && failed === undefined)
    return {
      status: 'pass',
      message:
        'The service starts and responds with a read-only filesystem, a different user id and no capabilities.',
      evidence,
    };
  const lastMessage = lastWords(hardened.logTail);
  return {
    status: 'fail',
    message: hardened.ready
      ? `With a read-only filesystem and a different user id, the service starts, but "${failed?.probe.name}" fails.`
      : `With a read-only filesystem and a different user id, the service does not start${lastMessage === undefined ? '.' : `: ${lastMessage}`}`,
    next: 'Look for a path outside /tmp that the service writes to, or a file that only the user of the image can read.',
    evidence,
  };
}
