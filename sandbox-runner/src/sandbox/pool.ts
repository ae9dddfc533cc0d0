import { PlatformError } from '@dfm/contracts';
import { BackOff } from '../back-off.ts';
import { connectEngine } from '../engine/connect.ts';
import type { RunnerEnv } from '../env.ts';
import type { GpuAttachment } from '../gpu/attachment.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import { shelfIsPrepared } from '../shelf/prepare.ts';
import { learnersTemplate } from './course-template.ts';
import { openDiskFolder } from './disk-folder.ts';
import { canMapOwners } from './disk-mounts.ts';
import { HostFull, type HostRoom, hostRoom } from './host-room.ts';
import { type HostDisks, type MadeSandbox, makeSandbox } from './make-sandbox.ts';
import { nodeIsolation } from './node-isolation.ts';
import type { Sandbox } from './running-sandbox.ts';
import { clearAbandoned, sandboxesDir } from './sandbox-dirs.ts';
import { type QueueStats, SandboxQueue } from './sandbox-queue.ts';
import { useTemplate } from './template-use.ts';
import { type Template, templateExists, templateOf } from './template.ts';

export type { Sandbox } from './running-sandbox.ts';
export type { SandboxFault } from './fault.ts';

/**
 * Sandboxes of this machine. A learner's kept sandbox comes back to the same learner with its build cache,
 * and to nobody else.
 */
export interface SandboxPool {
  /**
   * The learner's kept sandbox, else a warm one, else a new one, for which the one kept longest unused makes
   * room. Waits when SANDBOX_MAX are in use, or SANDBOX_MAX_PER_LEARNER by this learner.
   *
   * @throws PlatformError `sandbox-failed` when none can be started; the signal's reason when aborted
   */
  acquire(learnerKey: string, signal?: AbortSignal): Promise<Sandbox>;
  /**
   * Starts a handed-out sandbox again on its own disk, with a GPU or without one, and keeps its learner. The
   * old object is of no use after.
   *
   * @returns the sandbox, and what hands the GPU on to a container inside
   */
  restart(
    sandbox: Sandbox,
    gpu: GpuAttachment | undefined,
  ): Promise<{ sandbox: Sandbox; driver: DriverBinds }>;
  /** `keep` for the learner's next run, or `discard` for good. */
  release(sandbox: Sandbox, next: 'keep' | 'discard'): Promise<void>;
  stats(): QueueStats;
  /**
   * Makes sandboxes from the newest template from now on, where one with more base images or layers was made
   * since. What was made from the one before goes when it is idle.
   */
  renew(): Promise<void>;
  /** What sandboxes are made from. */
  template(): Template;
  /** Of the file system that the sandboxes' disks lie on. */
  room(): Promise<HostRoom>;
  /** Of the engine inside the newest sandbox; undefined until one was started. */
  engineVersion(): string | undefined;
  /** Ends every sandbox. Nothing is left on the host. */
  close(): Promise<void>;
}

/**
 * What the engine of a new sandbox has: base images alone, as for what is recorded, or the course's layers
 * too, once they are made.
 */
export type SandboxStart = 'bases' | 'course-layers';

export interface PoolOptions extends Partial<PoolObserver> {
  start?: SandboxStart;
}

/** Told what becomes of sandboxes, for whoever counts. */
export interface PoolObserver {
  /** `ms`: how long it took, made or failed. */
  made(ms: number, outcome: 'made' | 'failed'): void;
  destroyed(): void;
  /** What this host lacks, so that sandboxes start later than they could. */
  lacks?(text: string): void;
}

/**
 * Opens the pool: clears what dead processes left behind, starts SANDBOX_WARM sandboxes in the background.
 *
 * @param onRefillFailed is told why a sandbox could not be made ahead of demand; after a pause it is tried
 *   again
 * @throws PlatformError `shelf-missing` when the shelf or the sandbox image was never prepared
 * @throws Error for the operator where this host cannot hold a sandbox
 */
export async function createSandboxPool(
  env: RunnerEnv,
  onRefillFailed: (error: unknown) => void,
  { start = 'bases', ...observer }: PoolOptions = {},
): Promise<SandboxPool> {
  const templateNow = () => (start === 'course-layers' ? learnersTemplate(env) : templateOf(env));
  const host = connectEngine(env.DOCKER_SOCKET);
  await nodeIsolation(host, env);
  const note = (text: string) => observer.lacks?.(text);
  // First: templates can be seen once it is open.
  const folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), note);
  const found = (await shelfIsPrepared(env.SHELF_DIR)) ? await templateNow() : undefined;
  const endUses = found === undefined ? [] : [await useTemplate(found.path)];
  const end = async () => {
    for (const endUse of endUses) await endUse();
    await folder.close();
  };
  if (found === undefined || !(await templateExists(found))) {
    await end();
    throw new PlatformError(
      'shelf-missing',
      'This machine is not ready to run exercises yet. Please tell your instructor.',
      {
        detail: `no prepared shelf in ${env.SHELF_DIR} with a sandbox disk in ${sandboxesDir(env.DATA_DIR)}: run src/commands/prepare.ts`,
      },
    );
  }
  // An engine that is away now is no reason not to begin: no sandbox is made until it is back.
  await clearAbandoned(host, env.DATA_DIR).catch(onRefillFailed);
  const disks: HostDisks = {
    kind: folder.isOwnFileSystem ? 'direct' : 'buffered',
    sharesBlocks: folder.sharesBlocks,
    mapsOwners: await canMapOwners(env, note),
  };
  let engineVersion: string | undefined;
  let template = found;
  const queue = new SandboxQueue<MadeSandbox>({
    max: env.SANDBOX_MAX,
    maxPerOwner: env.SANDBOX_MAX_PER_LEARNER,
    warm: env.SANDBOX_WARM,
    idleMs: env.SANDBOX_IDLE_SECONDS * 1_000,
    make: async () => {
      const began = performance.now();
      try {
        const made = await makeSandbox(host, env, template, disks);
        observer.made?.(performance.now() - began, 'made');
        engineVersion = made.sandbox.engineVersion;
        return made;
      } catch (error) {
        observer.made?.(performance.now() - began, 'failed');
        throw error;
      }
    },
    destroy: async (made) => {
      made.sandbox.takeBack();
      await made.destroy();
      observer.destroyed?.();
    },
    isUsable: async (made) => {
      await made.sandbox.handOut();
      return (await made.sandbox.fault()) === undefined;
    },
    isForWantOfRoom: (error) => error instanceof HostFull,
    onRefillFailed,
    refillPauses: new BackOff(1_000, 60_000),
  });
  const handedOut = new Map<Sandbox, MadeSandbox>();
  return {
    async acquire(learnerKey, signal) {
      try {
        const made = await queue.take(learnerKey, signal);
        handedOut.set(made.sandbox, made);
        return made.sandbox;
      } catch (error) {
        if (signal?.aborted || error instanceof PlatformError) throw error;
        throw new PlatformError(
          'sandbox-failed',
          'No sandbox could be started for this run. It is our fault, not your Dockerfile: try again in a minute.',
          { cause: error },
        );
      }
    },
    async restart(sandbox, gpu) {
      const made = handedOut.get(sandbox);
      if (made === undefined) throw new Error('the sandbox is not handed out');
      made.sandbox.takeBack();
      const driver = await made.restart(gpu);
      await made.sandbox.handOut();
      handedOut.delete(sandbox);
      handedOut.set(made.sandbox, made);
      return { sandbox: made.sandbox, driver };
    },
    async release(sandbox, next) {
      const made = handedOut.get(sandbox);
      if (made === undefined) return;
      handedOut.delete(sandbox);
      made.sandbox.takeBack();
      await queue.giveBack(made, next);
    },
    stats: () => queue.stats(),
    async renew() {
      // A shelf that is away now is for the node's health to report.
      const newest = await templateNow().catch(() => template);
      // Another image comes from another version of this program: for the next start.
      if (newest.path === template.path || newest.image !== template.image || !(await templateExists(newest)))
        return;
      endUses.push(await useTemplate(newest.path));
      template = newest;
      queue.renew();
    },
    template: () => template,
    room: () => hostRoom(template.path, disks.sharesBlocks, env),
    engineVersion: () => engineVersion,
    async close() {
      await queue.close();
      await end();
    },
  };
}
