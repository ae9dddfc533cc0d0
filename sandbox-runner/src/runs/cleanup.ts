import { removeContainersOf } from '../engine/containers.ts';
import type { Engine } from '../engine/engine-types.ts';
import { inspectImage, keptImage, removeImage, tagsOf, unguessableTag } from '../engine/images.ts';
import { splitReference } from '../engine/reference.ts';
import { imageTag } from './run-scope.ts';

/**
 * Removes what a run created in its learner's engine: containers, networks, tagged images. The build cache
 * stays for the learner's next run. So does the first of the images, under a separate name: the engine
 * deletes exported layers together with the last image that has them, and would have to export all of them
 * again after an edit.
 */
export async function removeRunTraces(
  engine: Engine,
  runId: string,
  builds: readonly [string, ...string[]],
): Promise<void> {
  await removeContainersOf(engine, runId);
  const first = imageTag(runId, builds[0]);
  // After a failed build, the image of the previous run stays.
  if ((await inspectImage(engine, first)) !== undefined) {
    const before = await tagsOf(engine, keptImage);
    await engine.getImage(first).tag(splitReference(unguessableTag(keptImage)));
    for (const tag of before) await removeImage(engine, tag);
  }
  for (const build of builds) await removeImage(engine, imageTag(runId, build));
}
