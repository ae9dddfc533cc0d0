import type { Exercise } from '@dfm/contracts';

/** Build arguments of an exercise's first build. */
export function coldBuildArgs({
  buildArgs,
  scenarios,
}: Pick<Exercise, 'buildArgs' | 'scenarios'>): Record<string, string> {
  // Includes the record of the image's own steps in the image.
  const pushed: Record<string, string> = scenarios.some(({ cache }) => cache === 'pushed-image')
    ? { BUILDKIT_INLINE_CACHE: '1' }
    : {};
  return { ...buildArgs, ...pushed };
}
