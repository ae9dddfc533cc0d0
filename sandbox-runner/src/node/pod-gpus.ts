import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { NodeGpus } from '../gpu/gpu-device.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

/** As long as a cluster without room counts as full. */
const defaultPauseMs = 60_000;
/** No learner has this key. */
const owner = 'gpu-of-pods';

/**
 * Learns from a pod which GPU the pods of this runner get. Until one has a usable GPU, the runner has none
 * and reports why.
 */
export class PodGpus {
  readonly #pool: Pick<SandboxPool, 'acquire' | 'release'>;
  readonly #resource: string;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  readonly #pauseMs: number;
  #found: NodeGpus | undefined;
  #problem: string;

  /**
   * @param resource name of the resource by which the pods of the pool get a GPU
   * @param pauseMs after a pod without a usable GPU
   */
  constructor(
    pool: Pick<SandboxPool, 'acquire' | 'release'>,
    resource: string,
    log: Pick<Logger, 'info' | 'warn'>,
    pauseMs = defaultPauseMs,
  ) {
    this.#pool = pool;
    this.#resource = resource;
    this.#log = log;
    this.#pauseMs = pauseMs;
    this.#problem = `The first pod with ${resource} is not ready yet.`;
  }

  /** The GPU of the first pod. Which one a later pod has is read from that pod. */
  get found(): NodeGpus | undefined {
    return this.#found;
  }

  /** Why there is none, as a sentence for an operator. */
  get problem(): string | undefined {
    return this.#found === undefined ? this.#problem : undefined;
  }

  /**
   * Makes pods until one has a usable GPU, with a pause after each failure: all GPUs may be in use, or a node
   * may be added. Never throws.
   */
  async find(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#found === undefined) {
      try {
        this.#found = await this.#ofOnePod(signal);
        this.#log.info({ gpus: this.#found.devices }, 'pods have a GPU');
      } catch (error) {
        if (signal.aborted) return;
        this.#problem = `No pod got a usable GPU by KUBERNETES_GPU_RESOURCE=${this.#resource}: ${reasonOf(error)}`;
        this.#log.warn(this.#problem);
        await delay(this.#pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #ofOnePod(signal: AbortSignal): Promise<NodeGpus> {
    const sandbox = await this.#pool.acquire(owner, signal);
    try {
      const { device, simulated } = sandbox.gpu!;
      return { devices: [device], via: 'kubernetes', simulated };
    } finally {
      await this.#pool.release(sandbox, 'discard');
    }
  }
}

/** The pool reports some failures with a message for learners, and the reason as the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
