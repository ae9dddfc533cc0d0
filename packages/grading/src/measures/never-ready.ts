import type { ContainerObservation } from '../evidence/evidence.ts';
import { lastWords } from '../verdict/wording.ts';

/** What happened to a service that was never ready, as the rest of a sentence about its container. */
export function whyNeverReady({ exitCode, oomKilled, logTail }: ContainerObservation): string {
  const lastMessage = lastWords(logTail);
  const how = oomKilled
    ? 'ran out of memory'
    : exitCode === undefined
      ? 'did not respond in time'
      : `exited with code ${exitCode}`;
  return `${how} before it was ready${lastMessage === undefined ? '.' : `: ${lastMessage}`}`;
}
