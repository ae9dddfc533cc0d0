import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { noRun, skipped } from '../../check/skipped.ts';
import { lastWords } from '../../verdict/wording.ts';

export const attacksFail: Check = {
  meta: {
    id: 'attacks-fail',
    title: 'Attacks from inside fail',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 20,
    needs: ['run'],
    also: [],
    detects:
      'Whether attacks of the exercise, executed in the running container as its user, fail because of the options with which it was started. Each is also tried in a container of the same image without these options, where it must succeed.',
    why: 'Sooner or later, a library has a vulnerability, and someone else’s commands run in the container. The options of the start then decide what they can change: files, users, permissions.',
    fix: 'Set user, read_only, cap_drop and security_opt in the Compose file, and give the service a tmpfs for what it has to write.',
    bad: 'services:\n  api:\n    build: .',
    good: 'services:\n  api:\n    build: .\n    read_only: true\n    tmpfs: /tmp\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]',
  },
  measure,
};

const shown = { stopped: 'failed', succeeded: 'succeeded', untested: 'not tested' } as const;

function measure({ evidence: { run } }: MeasuredInput): Measured {
  if (run === undefined) return noRun;
  const { attacks, logTail } = run.normal;
  if (attacks === undefined) return skipped('Not measured: the exercise has no attacks.');
  const [any] = attacks;
  if (any === undefined) {
    const lastMessage = lastWords(logTail);
    return {
      status: 'fail',
      message: `Nothing could be attacked, because the service did not start${lastMessage === undefined ? '.' : `: ${lastMessage}`}`,
      next: 'Read the log of the container. A service that may not write where it used to reports the path.',
    };
  }
  const evidence = attacks.map(({ attack, result }) => ({
    label: attack.name,
    value: shown[result],
    unit: 'text' as const,
    wanted: shown.stopped,
  }));
  const failed = attacks.find(({ result }) => result !== 'stopped');
  if (failed === undefined)
    return {
      status: 'pass',
      message: `All ${attacks.length} attacks failed, and succeeded in a container without these options.`,
      evidence,
    };
  const { attack, result, message } = failed;
  return {
    status: 'fail',
    share: attacks.filter((outcome) => outcome.result === 'stopped').length / attacks.length,
    ...(result === 'succeeded'
      ? { message: `The attack “${attack.name}” succeeded.`, next: attack.why }
      : {
          message: `The attack “${attack.name}” proves nothing: ${message.replace(/\.$/u, '')}.`,
          next: 'Leave the programs of the base image as they are, and stop the attack with options of the Compose file.',
        }),
    evidence,
  };
}
