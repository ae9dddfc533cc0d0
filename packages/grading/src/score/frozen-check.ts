import type { EvidenceItem } from '@dfm/contracts';
import type { FrozenCheck } from '../evidence.ts';
import { seconds } from './wording.ts';

/** What a learner is told of a health check that calls a service healthy that answers nobody. */
export const asksNobody = 'The health check also passes while the processes of the service are stopped and nobody answers: it does not ask the service.';
export const askIt = 'Let the check ask the service, with a timeout, and fail when no answer comes.';

/** How the check was judged: its command was run while the processes of the service were stopped. */
export function frozenItems(frozen: FrozenCheck | undefined): EvidenceItem[] {
  if (frozen === undefined) return [];
  const { passed, checkMs } = frozen;
  const failed = checkMs === undefined ? 'waits for an answer' : `fails after ${seconds(checkMs)}`;
  return [{ label: 'Health command run while the service is stopped', value: passed ? 'passes' : failed, unit: 'text', wanted: 'fails' }];
}
