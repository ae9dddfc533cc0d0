import { once } from 'node:events';
import { connectEngine, engineAnswers } from '../../engine/connect.ts';
import type { BackendSandbox, SandboxBackend, SandboxTemplate } from '../backend.ts';
import { HostFull, type HostRoom } from '../host-room.ts';
import { noCourseSteps, type Sandbox, type SandboxFault } from '../sandbox.ts';
import { MemoryEngine } from './memory-engine.ts';

/**
 * Sandboxes without containers, for tests that work with any backend. They can neither build nor run
 * anything.
 */
export class MemoryBackend implements SandboxBackend {
  readonly #faults = new Map<Sandbox, SandboxFault | undefined>();
  #made = 0;
  #current = 'template-1';
  /** Whether the host has no space for another sandbox. */
  isFull = false;
  /** Number of sandboxes of dead processes. */
  abandoned = 0;
  /** Path of the newest template. */
  newest = this.#current;
  isClosed = false;

  /** Sandboxes that exist now, oldest first. */
  get living(): Sandbox[] {
    return [...this.#faults.keys()];
  }

  /** Makes a sandbox report a fault from now on. */
  break(sandbox: Sandbox, fault: SandboxFault): void {
    this.#faults.set(sandbox, fault);
  }

  async create(): Promise<BackendSandbox> {
    if (this.isFull) throw new HostFull('no room in memory');
    const engine = await MemoryEngine.start();
    const destroyed = new AbortController();
    const sandbox = this.#sandboxOn(engine.socket, destroyed.signal);
    this.#faults.set(sandbox, undefined);
    return {
      sandbox,
      handOut: async () => {},
      takeBack: () => {},
      restart: async (gpu) => {
        await engine.restart();
        return gpu === undefined ? [] : ['/dev/memory-gpu:/dev/memory-gpu'];
      },
      destroy: async () => {
        if (this.#faults.delete(sandbox)) await engine.remove();
        destroyed.abort();
      },
    };
  }

  async sweep(): Promise<number> {
    const found = this.abandoned;
    this.abandoned = 0;
    return found;
  }

  template(): SandboxTemplate {
    return { path: this.#current, bases: [] };
  }

  async renew(): Promise<boolean> {
    if (this.#current === this.newest) return false;
    this.#current = this.newest;
    return true;
  }

  async room(): Promise<HostRoom> {
    return { freeBytes: this.isFull ? 0 : 2 ** 30, neededBytes: 2 ** 20, isEnough: !this.isFull };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #sandboxOn(socket: string, destroyed: AbortSignal): Sandbox {
    const cannot = async () => {
      throw new Error('a sandbox in memory has no processes');
    };
    const sandbox: Sandbox = {
      id: `memory-${++this.#made}`,
      engine: connectEngine(socket),
      engineVersion: 'in memory',
      engineAnswers: (timeoutMs) => engineAnswers(socket, timeoutMs),
      images: {
        blob() {
          throw new Error('a sandbox in memory has no images');
        },
      },
      courseSteps: noCourseSteps,
      interruptedMs: 0,
      dial: cannot,
      uidOf: async () => undefined,
      memoryOf: async () => undefined,
      processorTime: async () => ({ threads: new Map(), usedMs: 0, cpus: 1 }),
      watchPort: async () => async () => undefined,
      handlesSignal: async () => undefined,
      signalTree: cannot,
      execute: cannot,
      executeAs: cannot,
      openShell: cannot,
      openFiles: cannot,
      pids: async () => new Set(),
      containers: async () => 0,
      fault: async () => this.#faults.get(sandbox),
      ended: async (signal) => {
        const either = AbortSignal.any([destroyed, signal]);
        if (!either.aborted) await once(either, 'abort');
        signal.throwIfAborted();
        return 'outside';
      },
    };
    return sandbox;
  }
}
