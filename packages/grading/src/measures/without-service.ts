import type { EvidenceItem } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import type { RunEvidence } from '../evidence/evidence.ts';

type HealthTrials = Pick<RunEvidence['normal'], 'frozen' | 'passedAlone'>;

/** The message for a health check that passes without the service; undefined if it was not observed to. */
export function passesWithout({
  frozen,
  passedAlone,
}: HealthTrials): { message: string; next: string } | undefined {
  const next =
    'Make the check send a request to the service, with a timeout, and fail if there is no response.';
  if (passedAlone === true)
    return {
      message:
        'The health check also passes in a container in which the service was never started: it sends no request to the service, or ignores that there is no response.',
      next,
    };
  if (frozen?.passed === true)
    return {
      message: 'The health check also passes while the service hangs: it does not wait for a response.',
      next,
    };
  return undefined;
}

/**
 * Evidence of how the check was judged: its command was run without a service, and with one whose processes
 * were stopped.
 */
export function withoutServiceItems({ frozen, passedAlone }: HealthTrials): EvidenceItem[] {
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
  const failed = checkMs === undefined ? 'waits for a response' : `fails after ${formatDuration(checkMs)}`;
  return [...alone, item('Health command, service stopped', passed ? 'passes' : failed)];
}
