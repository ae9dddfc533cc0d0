import type { Engine } from '../engine/engine-types.ts';
import { removeContainersOf } from '../engine/containers.ts';
import { keptImage, removeImage } from '../engine/images.ts';
import { ignoreNotFound } from '../engine/not-found.ts';
import { imageTag } from './run-scope.ts';

/**
 * Removes what a run made in its learner's engine: containers, networks, tagged images. The build cache stays for the learner's next
 * run, and so does the first of the images under a name of its own: with the last image that has them, the engine deletes the layers
 * that it wrote for export, and would write all of them again after an edit.
 */
export async function removeRunTraces(engine: Engine, runId: string, builds: readonly [string, ...string[]]): Promise<void> {
  await removeContainersOf(engine, runId);
  await removeImage(engine, `${keptImage}:latest`);
  await engine.getImage(imageTag(runId, builds[0])).tag({ repo: keptImage, tag: 'latest' }).catch(ignoreNotFound);
  for (const build of builds) await removeImage(engine, imageTag(runId, build));
}
