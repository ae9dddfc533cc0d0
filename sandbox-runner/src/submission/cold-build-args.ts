import type { Exercise } from '@dfm/contracts';

/** Build arguments of an exercise's first build. */
export function coldBuildArgs({
  buildArgs,
  scenarios,
}: Pick<Exercise, 'buildArgs' | 'scenarios'>): Record<string, string> {
  // Makes the image carry the record of its own steps.
  const pushed: Record<string, string> = scenarios.some(({ cache }) => cache === 'pushed-image')
    ? { BUILDKIT_INLINE_CACHE: '1' }
    : {};
  return { ...buildArgs, ...pushed };
}
