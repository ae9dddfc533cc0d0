import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { requirementsFiles } from '@dfm/dockerfile/python/context-requirements';
import { packageInstall, pythonRequirements } from '@dfm/dockerfile/python/python-install';
import type { RunStep } from '@dfm/dockerfile/shell/run-steps';
import type { Dockerfile, Stage } from '@dfm/dockerfile/syntax/model';

/**
 * The requirements file with hashes that pip or uv installs from, by stage: in the stage itself, in one that
 * it is built FROM, or in one that is built FROM it. All of them install into the same environment.
 */
export function hashLocks(
  dockerfile: Dockerfile,
  steps: readonly RunStep[],
  context: BuildContext | undefined,
): ReadonlyMap<Stage, string> {
  const locks = new Map<Stage, string>();
  for (const { stage, commands } of steps) {
    for (const command of commands) {
      const install = packageInstall(command);
      if (install === undefined) continue;
      const { files, options } = pythonRequirements(command, install);
      const lock = files.find(
        (file) =>
          options.has('--require-hashes') || requirementsFiles(file, context).some(({ hashed }) => hashed),
      );
      if (lock !== undefined && !locks.has(stage)) locks.set(stage, lock);
    }
  }
  const parentOf = ({ parent }: Stage) => (parent === undefined ? undefined : dockerfile.stages[parent]);
  const own = [...locks];
  for (const stage of dockerfile.stages) {
    const parent = parentOf(stage);
    const lock = parent && locks.get(parent);
    if (lock !== undefined && !locks.has(stage)) locks.set(stage, lock);
  }
  // Done afterwards, so that a lock does not apply to other stages built FROM the same one.
  for (const [stage, lock] of own)
    for (let above = parentOf(stage); above !== undefined && !locks.has(above); above = parentOf(above))
      locks.set(above, lock);
  return locks;
}
