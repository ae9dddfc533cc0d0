import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../config/env.ts';
import type { GpuAttachment } from '../gpu/attachment.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import { BackOff } from '../host/back-off.ts';
import type { BackendSandbox, SandboxBackend, SandboxTemplate, SandboxUse } from './backend.ts';
import { HostFull, type HostRoom } from './host-room.ts';
import { type QueueStats, SandboxQueue } from './sandbox-queue.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Sandboxes of this machine. A learner's kept sandbox comes back to the same learner with its build cache,
 * and to no one else.
 */
export interface SandboxPool {
  /**
   * Returns the learner's kept sandbox, otherwise a warm one, otherwise a new one, for which the kept sandbox
   * that has been idle longest is removed if necessary. Waits while SANDBOX_MAX are in use, or
   * SANDBOX_MAX_PER_LEARNER by this learner.
   *
   * @param use shown to operators of the backend
   * @throws PlatformError `sandbox-failed` if none can be started; the signal's reason when aborted
   */
  acquire(learnerKey: string, signal?: AbortSignal, use?: SandboxUse): Promise<Sandbox>;
  /** Whether an earlier run has used an acquired sandbox. */
  isReused(sandbox: Sandbox): boolean;
  /**
   * Restarts the engine of an acquired sandbox on the same disk, with or without a GPU. It stays with its
   * learner.
   *
   * @returns binds that give a container inside access to the GPU
   */
  restart(sandbox: Sandbox, gpu: GpuAttachment | undefined): Promise<DriverBinds>;
  /** `keep` for the learner's next run, or `discard` to destroy it. */
  release(sandbox: Sandbox, next: 'keep' | 'discard'): Promise<void>;
  stats(): QueueStats;
  /**
   * From now on, creates sandboxes from the newest template, if one with more base images or layers exists.
   * Sandboxes created from the previous one are destroyed when idle.
   */
  renew(): Promise<void>;
  /** The current template of sandboxes. */
  template(): SandboxTemplate;
  /** Space on the file system that contains the sandboxes' disks. */
  room(): Promise<HostRoom>;
  /** Version of the engine in the newest sandbox; undefined until one has been started. */
  engineVersion(): string | undefined;
  /** Destroys every sandbox. Leaves nothing on the host. */
  close(): Promise<void>;
}

/** Is notified when sandboxes are created or destroyed, for metrics. */
export interface PoolObserver {
  /** `ms` is the duration, whatever the outcome. */
  made(ms: number, outcome: 'made' | 'failed'): void;
  destroyed(): void;
}

type PoolLimits = Pick<
  RunnerEnv,
  'SANDBOX_MAX' | 'SANDBOX_MAX_PER_LEARNER' | 'SANDBOX_WARM' | 'SANDBOX_IDLE_SECONDS'
>;

/**
 * Opens the pool: removes remains of dead processes and starts SANDBOX_WARM sandboxes in the background.
 *
 * @param backend closed with the pool
 * @param onRefillFailed called with the error if a sandbox cannot be created ahead of demand; this is retried
 *   after a pause
 */
export async function openPoolOf(
  backend: SandboxBackend,
  limits: PoolLimits,
  onRefillFailed: (error: unknown) => void,
  observer: Partial<PoolObserver> = {},
): Promise<SandboxPool> {
  // If the engine does not answer now, this is not an error: no sandbox is created until it is available again.
  await backend.sweep().catch(onRefillFailed);
  let engineVersion: string | undefined;
  const queue = new SandboxQueue<BackendSandbox>({
    max: limits.SANDBOX_MAX,
    maxPerOwner: limits.SANDBOX_MAX_PER_LEARNER,
    warm: limits.SANDBOX_WARM,
    idleMs: limits.SANDBOX_IDLE_SECONDS * 1_000,
    make: async () => {
      const made = await createObserved(backend, observer);
      engineVersion = made.sandbox.engineVersion;
      return made;
    },
    destroy: async (made) => {
      made.takeBack();
      await made.destroy();
      observer.destroyed?.();
    },
    isUsable: async (made) => {
      await made.handOut();
      return (await made.sandbox.fault()) === undefined;
    },
    isOutOfSpace: (error) => error instanceof HostFull,
    onRefillFailed,
    refillPauses: new BackOff(1_000, 60_000),
  });
  return poolOnQueue(queue, backend, () => engineVersion);
}

/** Creates a sandbox, and reports to the observer how long it took. */
async function createObserved(
  backend: SandboxBackend,
  observer: Partial<PoolObserver>,
): Promise<BackendSandbox> {
  const began = performance.now();
  try {
    const made = await backend.create();
    observer.made?.(performance.now() - began, 'made');
    return made;
  } catch (error) {
    observer.made?.(performance.now() - began, 'failed');
    throw error;
  }
}

/** No run waits for this, and none fails because of it. */
function markUse(made: BackendSandbox, use: SandboxUse | undefined): void {
  made.markUse?.(use).catch(() => undefined);
}

/** The pool on a queue. Knows which sandboxes are handed out, so that each comes back once. */
function poolOnQueue(
  queue: SandboxQueue<BackendSandbox>,
  backend: SandboxBackend,
  engineVersion: SandboxPool['engineVersion'],
): SandboxPool {
  const handedOut = new Map<Sandbox, BackendSandbox>();
  const usedBefore = new WeakSet<Sandbox>();
  return {
    async acquire(learnerKey, signal, use) {
      try {
        const made = await queue.take(learnerKey, signal);
        handedOut.set(made.sandbox, made);
        markUse(made, use);
        return made.sandbox;
      } catch (error) {
        if (signal?.aborted || error instanceof PlatformError) throw error;
        throw new PlatformError(
          'sandbox-failed',
          'No sandbox could be started for this run. This is our fault, not a problem with your Dockerfile; try again in a minute.',
          { cause: error },
        );
      }
    },
    isReused: (sandbox) => usedBefore.has(sandbox),
    async restart(sandbox, gpu) {
      const made = handedOut.get(sandbox);
      if (made === undefined) throw new Error('the sandbox is not handed out');
      const driver = await made.restart(gpu);
      await made.handOut();
      return driver;
    },
    async release(sandbox, next) {
      const made = handedOut.get(sandbox);
      if (made === undefined) return;
      handedOut.delete(sandbox);
      usedBefore.add(sandbox);
      markUse(made, undefined);
      made.takeBack();
      await queue.giveBack(made, next);
    },
    stats: () => queue.stats(),
    async renew() {
      if (await backend.renew()) queue.renew();
    },
    template: () => backend.template(),
    room: () => backend.room(),
    engineVersion,
    async close() {
      await queue.close();
      await backend.close();
    },
  };
}
