import type { ResultDocument } from '@dfm/contracts';

/**
 * The limit that ended a run, as one of a few names: the setting in lower case if the limit contains one
 * (`SANDBOX_MEMORY_MB=3072`), otherwise the phase that took too long or became too large.
 *
 * @returns undefined if no limit was reached
 */
export function limitKind(failure: ResultDocument['failure']): string | undefined {
  if (failure?.limit === undefined) return undefined;
  return /^([A-Z][A-Z_]+)=/.exec(failure.limit)?.[1]?.toLowerCase() ?? failure.phase;
}
