import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformError } from '@dfm/contracts';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import { namesOf } from '../../shelf/declared.ts';
import { readShelfImages } from '../../shelf/images.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { shelfIsPrepared } from '../../shelf/prepare.ts';
import type { SandboxBackend } from '../backend.ts';
import { HostFull, type HostRoom } from '../host-room.ts';
import { makePod, orFull, podsDir } from './make-pod.ts';
import { PodApi } from './pod-api.ts';
import { isAbandoned, ownerMarks, sandboxSelector, useLabels } from './pod-labels.ts';
import { sandboxPod } from './pod-spec.ts';

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
  return {
    async create() {
      const { sandbox, destroy } = await makePod(api, env);
      return {
        sandbox,
        handOut: () => sandbox.handOut(),
        takeBack: () => sandbox.takeBack(),
        markUse: (use) => api.label(sandbox.id, useLabels(use)),
        restart: (gpu) => sandbox.restart(gpu),
        destroy,
      };
    },
    sweep: () => sweepPods(api, env.DATA_DIR),
    template: () => ({ path: env.KUBERNETES_IMAGE ?? '', bases }),
    // A different image is a different setting, with which the runner is started again.
    renew: async () => false,
    room: () => clusterRoom(api, env),
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
  const dir = dirname(podsDir(dataDir));
  for (const pid of await readdir(dir).catch(() => []))
    if (!isAlive(Number(pid))) await rm(join(dir, pid), { recursive: true, force: true });
  return removed;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Whether quotas and policies of the cluster allow one more pod. Whether a node has room is known only once
 * it is scheduled.
 */
async function clusterRoom(api: PodApi, env: RunnerEnv): Promise<HostRoom> {
  const neededBytes = env.SANDBOX_DISK_MB * bytesPerMib;
  try {
    await api.tryCreate(sandboxPod('dfm-sandbox-room', await ownerMarks(), env)).catch(orFull);
    return { freeBytes: neededBytes, neededBytes, isEnough: true };
  } catch (error) {
    if (!(error instanceof HostFull)) throw error;
    return { freeBytes: 0, neededBytes, isEnough: false };
  }
}
