import type { Duplex } from 'node:stream';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import type { ProcessorTimeSource } from '../clock/processor-time.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { CommandEnd, CommandOptions } from '../engine/exec.ts';
import type { PipedProgram } from '../engine/piped.ts';
import type { Tty, TtySize } from '../engine/tty.ts';
import type { OwnGpu } from '../gpu/gpu-device.ts';

/** A learner's own engine, independent of the backend. */
export interface Sandbox extends ProcessorTimeSource {
  readonly id: string;
  readonly engine: Engine;
  readonly engineVersion: string;
  /** Whether the engine answers now, within the time. Never throws. */
  engineAnswers(timeoutMs?: number): Promise<boolean>;
  /** The images of the inner engine. */
  readonly images: ImageStore;
  /** The GPU that it was made with. A sandbox without one may get one by a restart. */
  readonly gpu?: OwnGpu | undefined;
  /** Steps whose results it started with. */
  readonly courseSteps: CourseSteps;
  /**
   * How long the sandbox could not be reached since its account was opened, in milliseconds. What ran in it
   * went on.
   */
  readonly interruptedMs: number;
  /**
   * Opens a TCP connection inside the sandbox's network namespace, for probes.
   *
   * @throws Error with the code ECONNREFUSED if nothing accepts connections there
   */
  dial(ip: string, port: number): Promise<Duplex>;
  /**
   * User ID of a process of the inner engine, relative to the sandbox's own root. It is read outside the
   * learner's user namespace. Undefined if there is no such process.
   *
   * @param pid in the inner engine's namespace
   */
  uidOf(pid: number): Promise<number | undefined>;
  /**
   * Memory of a process and its live descendants. Undefined if there is no such process.
   *
   * @param pid in the inner engine's namespace
   */
  memoryOf(pid: number): Promise<ProcessMemory | undefined>;
  /**
   * Watches a port in the network of a process. Cheap enough for frequent calls.
   *
   * @param pid in the inner engine's namespace
   * @returns a function that returns the port's current use; undefined once the process has ended
   */
  watchPort(pid: number, port: number): Promise<() => Promise<PortUse | undefined>>;
  /**
   * Whether a process catches or blocks a signal. The kernel drops a signal for a container's PID 1 if it
   * does neither. Undefined once it has ended.
   *
   * @param pid in the inner engine's namespace
   */
  handlesSignal(pid: number, signal: number): Promise<boolean | undefined>;
  /**
   * Stops or continues a process of the inner engine and all its descendants.
   *
   * @param pid in the inner engine's namespace
   * @throws Error if they cannot be listed or signalled
   */
  signalTree(pid: number, signal: 'STOP' | 'CONT'): Promise<void>;
  /**
   * Runs a command next to the inner engine, not in one of its containers, as the sandbox's own user, who
   * owns that engine. So `docker` works there as on a learner's own machine.
   *
   * @throws the signal's reason; Error if the sandbox has ended
   */
  execute(command: string[], options: CommandOptions): Promise<CommandEnd>;
  /**
   * Runs a command where the shells are, without a terminal: as their learner in the learner's home, or as
   * root of the engine's namespaces.
   *
   * @throws the signal's reason; Error if the sandbox has ended
   */
  executeAs(
    user: 'learner' | 'root',
    command: string[],
    options: Pick<CommandOptions, 'maxBytes' | 'signal'>,
  ): Promise<CommandEnd>;
  /**
   * Starts a shell next to the inner engine, as an ordinary user who may use it. It sees the engine's
   * network, and so the ports that containers publish.
   *
   * @throws Error if the sandbox has ended
   */
  openShell(size: TtySize): Promise<SandboxShell>;
  /**
   * Starts the program that reads and changes the learner's files, as the same user and with the same mounts
   * as a shell.
   *
   * @throws Error if the sandbox has ended
   */
  openFiles(): Promise<SandboxProgram>;
  /** Every process in the sandbox, by its pid on the host. */
  pids(): Promise<ReadonlySet<number>>;
  /** Number of containers and build steps of the inner engine that have a process. */
  containers(): Promise<number>;
  /**
   * Why the sandbox is unusable or its work ended since its account was opened; undefined if there was no
   * fault.
   */
  fault(): Promise<SandboxFault | undefined>;
  /**
   * Waits until the sandbox, with everything that runs in it, has ended.
   *
   * @returns `inside` if it was ended by what runs in it, which includes running out of memory, `outside` if
   *   by the host
   * @throws the signal's reason
   */
  ended(signal: AbortSignal): Promise<'inside' | 'outside'>;
}

/** Sums over processes. Exact for a single one; pages that several share count for each of them. */
export interface ProcessMemory {
  /** Resident bytes now (VmRSS). */
  residentBytes: number;
  /** Each at its own peak (VmHWM). */
  peakResidentBytes: number;
}

/** A shell for the learner, with a terminal. */
export interface SandboxShell extends Tty {
  /** Ends it and everything that was started in it. The output ends soon after. */
  close(): Promise<void>;
}

/** A program of the learner's user that is spoken to through pipes. */
export interface SandboxProgram extends PipedProgram {
  /** Ends it. The output ends soon after. */
  close(): Promise<void>;
}

/**
 * Why a sandbox's work ended, measured from outside. `limit` is the setting that was reached, with its value.
 * `interrupted`: the work has not ended, but what was measured in a container may be wrong.
 */
export interface SandboxFault {
  kind: 'host-full' | 'out-of-memory' | 'too-many-processes' | 'disk-full' | 'engine-lost' | 'interrupted';
  message: string;
  limit?: string;
}

/** Use of a local port, from the text of `/proc/<pid>/net/tcp` or `tcp6`. */
export interface PortUse {
  isListening: boolean;
  /** Connections with bytes that the process has not read. */
  unread: number;
}

/** Duration in milliseconds of each step that was built before any learner's build, by its key. */
export type CourseSteps = ReadonlyMap<string, number>;

export const noCourseSteps: CourseSteps = new Map();
