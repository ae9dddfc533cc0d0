import { statfs } from 'node:fs/promises';
import type { RunnerEnv } from '../../config/env.ts';
import { HostFull, type HostRoom } from '../host-room.ts';
import { type PodApi, Refused } from './pod-api.ts';
import { ownerMarks } from './pod-labels.ts';
import { sandboxPod } from './pod-spec.ts';

/** A cluster without room for another sandbox. */
export class ClusterFull extends HostFull {
  constructor(detail: string) {
    super(detail, 'The cluster that builds your image has no room for another sandbox.');
  }
}

/** No node has room for a pod that the API server has accepted. */
export class Unschedulable extends ClusterFull {}

/** What the API server says of a quota that is used up, or so new that its use has not been counted yet. */
const quotaRefuses = /exceeded quota|status unknown for quota/;

/** A quota that allows no pod now is no fault of anyone's, and room comes back. */
export function orFull(error: unknown): never {
  if (error instanceof Refused && error.status === 403 && quotaRefuses.test(error.message))
    throw new ClusterFull(error.message);
  throw error;
}

/** How long a cluster in which no node had room for a pod counts as full. */
const fullMs = 60_000;

/** Whether a cluster has room for one more sandbox. */
export class ClusterRoom {
  readonly #api: Pick<PodApi, 'tryCreate'>;
  readonly #env: RunnerEnv;
  /** The latest pod, unless a node had room for it. */
  #unscheduled: { why: string; at: number } | undefined;

  constructor(api: Pick<PodApi, 'tryCreate'>, env: RunnerEnv) {
    this.#api = api;
    this.#env = env;
  }

  /** Learns from the outcome of creating a pod whether nodes have room, because no request answers that. */
  async observe<T>(creating: Promise<T>): Promise<T> {
    try {
      const made = await creating;
      this.#unscheduled = undefined;
      return made;
    } catch (error) {
      if (error instanceof Unschedulable) this.#unscheduled = { why: error.message, at: performance.now() };
      throw error;
    }
  }

  /**
   * The space is that of the runner's own data folder, because the disks of sandboxes are on other machines.
   *
   * @throws Error if the API server does not answer
   */
  async current(): Promise<HostRoom> {
    const [{ bavail, bsize }, why] = await Promise.all([statfs(this.#env.DATA_DIR), this.#whyFull()]);
    const room = { freeBytes: bavail * bsize, neededBytes: 0 };
    return why === undefined
      ? { ...room, isEnough: true }
      : { ...room, isEnough: false, shortage: `The cluster has no room for another sandbox: ${why}` };
  }

  async #whyFull(): Promise<string | undefined> {
    if (this.#unscheduled !== undefined && performance.now() - this.#unscheduled.at < fullMs)
      return this.#unscheduled.why;
    try {
      await this.#api.tryCreate(sandboxPod('dfm-sandbox-room', await ownerMarks(), this.#env)).catch(orFull);
      return undefined;
    } catch (error) {
      if (!(error instanceof ClusterFull)) throw error;
      return error.message;
    }
  }
}
