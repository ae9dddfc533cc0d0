import { removeContainersOf } from '../engine/containers.ts';
import type { Engine } from '../engine/engine-types.ts';
import { inspectImage, keptImage, removeImage, tagsOf, unguessableTag } from '../engine/images.ts';
import { splitReference } from '../engine/reference.ts';
import { imageTag } from './run-scope.ts';

/**
 * Removes what a run made in its learner's engine: containers, networks, tagged images. The build cache stays
 * for the learner's next run, and so does the first of the images under a name of its own: with the last
 * image that has them, the engine deletes the layers that it wrote for export, and would write all of them
 * again after an edit.
 */
export async function removeRunTraces(
  engine: Engine,
  runId: string,
  builds: readonly [string, ...string[]],
): Promise<void> {
  await removeContainersOf(engine, runId);
  const first = imageTag(runId, builds[0]);
  // After a build that failed, the one of the run before is kept on.
  if ((await inspectImage(engine, first)) !== undefined) {
    const before = await tagsOf(engine, keptImage);
    await engine.getImage(first).tag(splitReference(unguessableTag(keptImage)));
    for (const tag of before) await removeImage(engine, tag);
  }
  for (const build of builds) await removeImage(engine, imageTag(runId, build));
}
