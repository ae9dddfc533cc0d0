import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../../config/env.ts';
import { namesOf } from '../../shelf/declared.ts';
import { readShelfImages } from '../../shelf/images.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { shelfIsPrepared } from '../../shelf/prepare.ts';
import type { SandboxBackend } from '../backend.ts';
import { ClusterRoom } from './cluster-room.ts';
import { makePod } from './make-pod.ts';
import { PodApi } from './pod-api.ts';
import { sweepPodFolders } from './pod-folders.ts';
import { isAbandoned, sandboxSelector, useLabels } from './pod-labels.ts';

/**
 * Sandboxes as pods of a Kubernetes cluster, which decides where they run. They start from the image that
 * `KUBERNETES_IMAGE` names.
 *
 * @throws PlatformError `shelf-missing` if this machine has no shelf
 */
export async function openKubernetesBackend(env: RunnerEnv): Promise<SandboxBackend> {
  if (!(await shelfIsPrepared(env.SHELF_DIR)))
    throw new PlatformError(
      'shelf-missing',
      'This machine is not ready to run exercises yet. Please tell your instructor.',
      { detail: `no prepared shelf in ${env.SHELF_DIR}` },
    );
  const api = new PodApi(env.KUBERNETES_NAMESPACE);
  const bases = (await readShelfImages(shelfLayout(env.SHELF_DIR))).flatMap(namesOf);
  const room = new ClusterRoom(api, env);
  return {
    async create() {
      const { sandbox, destroy } = await room.observe(makePod(api, env));
      // One after another, because a repeated request could otherwise replace a later use.
      let marked = Promise.resolve();
      return {
        sandbox,
        handOut: () => sandbox.handOut(),
        takeBack: () => sandbox.takeBack(),
        markUse(use) {
          marked = marked.catch(() => undefined).then(() => api.label(sandbox.id, useLabels(use)));
          return marked;
        },
        restart: (gpu) => sandbox.restart(gpu),
        destroy,
      };
    },
    sweep: () => sweepPods(api, env.DATA_DIR),
    template: () => ({ path: env.KUBERNETES_IMAGE ?? '', bases }),
    // A different image is a different setting, with which the runner is started again.
    renew: async () => false,
    room: () => room.current(),
    close: async () => {},
  };
}

/**
 * Removes the pods that no living process uses, and what their processes left on this machine. Pods are
 * listed each time, because a watch could have missed some.
 *
 * @returns the number of removed pods
 */
export async function sweepPods(api: PodApi, dataDir: string): Promise<number> {
  let removed = 0;
  for (const pod of await api.list(sandboxSelector)) {
    if (pod.metadata?.deletionTimestamp !== undefined || !(await isAbandoned(pod))) continue;
    await api.delete(pod.metadata!.name!);
    removed += 1;
  }
  await sweepPodFolders(dataDir);
  return removed;
}
