import type { EvidenceItem } from '@dfm/contracts';
import type { RunEvidence } from '../evidence/evidence.ts';
import { seconds } from '../verdict/wording.ts';

type Tried = Pick<RunEvidence['normal'], 'frozen' | 'passedAlone'>;

/**
 * What a learner is told of a health check that passes without the service; undefined of one that was not
 * seen to.
 */
export function passesWithout({ frozen, passedAlone }: Tried): { message: string; next: string } | undefined {
  const next = 'Let the check ask the service, with a timeout, and fail when no answer comes.';
  if (passedAlone === true)
    return {
      message:
        'The health check also passes in a container in which the service was never started: it does not ask the service, or ignores that nobody answers.',
      next,
    };
  if (frozen?.passed === true)
    return {
      message:
        'The health check also passes while the processes of the service are stopped and nobody answers: it does not wait for an answer.',
      next,
    };
  return undefined;
}

/**
 * How the check was judged: its command was run without a service, and beside one whose processes were
 * stopped.
 */
export function withoutServiceItems({ frozen, passedAlone }: Tried): EvidenceItem[] {
  const item = (label: string, value: string): EvidenceItem => ({
    label,
    value,
    unit: 'text',
    wanted: 'fails',
  });
  const alone =
    passedAlone === undefined
      ? []
      : [item('Health command without the service', passedAlone ? 'passes' : 'fails')];
  if (frozen === undefined) return alone;
  const { passed, checkMs } = frozen;
  const failed = checkMs === undefined ? 'waits for an answer' : `fails after ${seconds(checkMs)}`;
  return [...alone, item('Health command, service stopped', passed ? 'passes' : failed)];
}
