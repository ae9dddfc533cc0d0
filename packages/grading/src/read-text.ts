import type { Finding } from '@dfm/contracts';
import type { BuildContext, BuildSource } from '@dfm/dockerfile/context/build-source';
import { checks } from './checks/registry.ts';
import { type AppliedFix, applyFixes as applyFixesOf } from './static/apply-fixes.ts';
import { type StaticReading, readStatic as readStaticOf } from './static/read-static.ts';

/** The static findings of all checks. {@link readStaticOf} */
export function readStatic(input: BuildSource): StaticReading {
  return readStaticOf(checks, input);
}

/** The static findings of all checks, in file order, without those that a comment silences. */
export function checkStatic(input: BuildSource): Finding[] {
  return readStatic(input).findings;
}

/** Applies the quick fixes of all checks. {@link applyFixesOf} */
export function applyFixes(
  text: string,
  context: BuildContext | undefined,
  isSelected: (id: string) => boolean,
): { text: string; applied: AppliedFix[] } {
  return applyFixesOf(checks, text, context, isSelected);
}
