import type { Check } from './check.ts';

/** Every check there is, in alphabetical order of ids. A new check is one import and one line here. */
export const checks: readonly Check[] = [];
