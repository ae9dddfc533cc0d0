import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun } from '../../check/skipped.ts';
import { lastWords } from '../../verdict/wording.ts';

export const readonlyNonroot: Check = {
  meta: {
    id: 'readonly-nonroot',
    title: 'It runs read-only and as any user',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['run'],
    also: [],
    detects:
      'Whether the service starts and answers with a read-only root filesystem, an empty /tmp, no capabilities and a user id the image has never heard of.',
    why: 'Hardened clusters run containers so. An image that writes into itself or needs its own user id fails there on the first day.',
    fix: 'Make what the service reads readable for all, write only below /tmp or a mounted volume, and set HOME and cache directories accordingly.',
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
      message: 'It starts and answers read-only, under another user id and without capabilities.',
      evidence,
    };
  const said = lastWords(hardened.logTail);
  return {
    status: 'fail',
    message: hardened.ready
      ? `Read-only and under another user id it starts, but "${failed?.probe.name}" fails.`
      : `Read-only and under another user id it does not start${said === undefined ? '.' : `: ${said}`}`,
    next: "Look for a path it writes to outside /tmp, or a file only the image's own user may read.",
    evidence,
  };
}
