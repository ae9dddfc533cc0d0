import type { GpuAttachment } from '../gpu/attachment.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import type { HostRoom } from './host-room.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Makes and ends sandboxes: containers on this machine's Docker Engine (docker/), or whatever else can hold
 * an engine of a learner's own. The pool, the queue, runs and grading know no more of it than this.
 */
export interface SandboxBackend {
  /**
   * Makes a sandbox from the current template. A failure leaves nothing behind.
   *
   * @throws HostFull if there is too little room for one more
   */
  create(): Promise<BackendSandbox>;
  /** Removes what processes that no longer run left behind. @returns how many sandboxes that were */
  sweep(): Promise<number>;
  /** What new sandboxes start from. */
  template(): SandboxTemplate;
  /** Switches to a newer template if there is one. @returns whether it did */
  renew(): Promise<boolean>;
  /** Room for the disks of sandboxes. */
  room(): Promise<HostRoom>;
  /** Gives up what the backend itself holds. All its sandboxes must have been destroyed. */
  close(): Promise<void>;
}

/** A sandbox with what its owner, the pool, may do to it. */
export interface BackendSandbox {
  /** The same object across restarts. */
  readonly sandbox: Sandbox;
  /** Opens an account: what an earlier run caused is not the next one's fault. */
  handOut(): Promise<void>;
  /** Closes the account. */
  takeBack(): void;
  /**
   * Shuts the engine down and starts it again on the same disk, with a GPU or without one. The account is
   * closed.
   *
   * @returns what passes the GPU on to a container inside
   */
  restart(gpu: GpuAttachment | undefined): Promise<DriverBinds>;
  /** Removes the sandbox and everything it stored. Safe to repeat. */
  destroy(): Promise<void>;
}

/** What every sandbox starts as a copy of. */
export interface SandboxTemplate {
  /** Path or name, for an operator. */
  path: string;
  /** Names of the base images that it contains. */
  bases: readonly string[];
}
