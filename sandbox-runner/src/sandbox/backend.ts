import type { GpuAttachment } from '../gpu/attachment.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import type { HostRoom } from './host-room.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Creates and destroys sandboxes: containers on this machine's Docker Engine (docker/), or anything else that
 * can run a separate engine for a learner. The pool, the queue, runs and grading use only this interface.
 */
export interface SandboxBackend {
  /**
   * Creates a sandbox from the current template. A failure leaves nothing behind.
   *
   * @throws HostFull if there is too little space for another one
   */
  create(): Promise<BackendSandbox>;
  /**
   * Removes what dead processes left behind.
   *
   * @returns the number of removed sandboxes
   */
  sweep(): Promise<number>;
  /** The template of new sandboxes. */
  template(): SandboxTemplate;
  /**
   * Switches to a newer template if there is one.
   *
   * @returns whether it did
   */
  renew(): Promise<boolean>;
  /** Space for the disks of sandboxes. */
  room(): Promise<HostRoom>;
  /** Releases the backend's own resources. All its sandboxes must have been destroyed. */
  close(): Promise<void>;
}

/** A sandbox with the operations that only its owner, the pool, may use. */
export interface BackendSandbox {
  /** The same object across restarts. */
  readonly sandbox: Sandbox;
  /** Opens an account, so that a run is not blamed for what an earlier run caused. */
  handOut(): Promise<void>;
  /** Closes the account. */
  takeBack(): void;
  /** Shows operators of the backend which run uses the sandbox; undefined for none. */
  markUse?(use: SandboxUse | undefined): Promise<void>;
  /**
   * Shuts the engine down and starts it again on the same disk, with a GPU or without one. The account is
   * closed.
   *
   * @returns binds that give a container inside access to the GPU
   */
  restart(gpu: GpuAttachment | undefined): Promise<DriverBinds>;
  /** Removes the sandbox and everything it stored. Safe to repeat. */
  destroy(): Promise<void>;
}

/** What a sandbox is used for. */
export interface SandboxUse {
  runId: string;
  /** Number of the attempt at this run; undefined if no site counts them. */
  fence?: number | undefined;
}

/** The template that every sandbox starts as a copy of. */
export interface SandboxTemplate {
  /** Path or name, for an operator. */
  path: string;
  /** Names of the base images that it contains. */
  bases: readonly string[];
}

/**
 * The content of a new sandbox's engine: only the base images, as for recordings, or also the course's
 * layers.
 */
export type SandboxStart = 'bases' | 'course-layers';
