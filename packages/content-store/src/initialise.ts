import type { Git } from './git.ts';

export const PUBLISHED = 'refs/published/';

/** Makes a bare repository without commits, which accepts pushes of drafts. Its folder must be empty. */
export async function initialise(git: Git): Promise<void> {
  await git.run(['init', '--quiet', '--bare', '--initial-branch=main']);
  // What someone pushes: drafts, and versions never.
  for (const [key, value] of [
    ['receive.denyDeletes', 'true'],
    ['receive.denyNonFastForwards', 'true'],
    ['receive.fsckObjects', 'true'],
    ['receive.maxInputSize', '100m'],
    ['receive.hideRefs', PUBLISHED.slice(0, -1)],
  ])
    await git.run(['config', key!, value!]);
}
