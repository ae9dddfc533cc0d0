import type { Engine } from '../engine/engine-types.ts';
import { removeContainersOf } from '../engine/containers.ts';
import { removeImage } from '../engine/images.ts';
import { imageTag } from './run-scope.ts';

/** Removes what a run made in its learner's engine: containers, networks, tagged images. The build cache stays for the learner's next run. */
export async function removeRunTraces(engine: Engine, runId: string, builds: readonly string[]): Promise<void> {
  await removeContainersOf(engine, runId);
  for (const build of builds) await removeImage(engine, imageTag(runId, build));
}
