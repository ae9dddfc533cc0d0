import type { ResultDocument } from '@dfm/contracts';

/**
 * Which limit ended a run, as one of few names: the setting in lower case where the limit names one
 * (`SANDBOX_MEMORY_MB=3072`), else the phase that took too long or became too large.
 *
 * @returns undefined where none did
 */
export function limitKind(failure: ResultDocument['failure']): string | undefined {
  if (failure?.limit === undefined) return undefined;
  return /^([A-Z][A-Z_]+)=/.exec(failure.limit)?.[1]?.toLowerCase() ?? failure.phase;
}
