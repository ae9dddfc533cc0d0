import type { Duplex } from 'node:stream';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import type { ProcessorTimeSource } from '../clock/processor-time.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { CommandEnd, CommandOptions } from '../engine/exec.ts';

/** A learner's engine, as the rest of the runner sees it. */
export interface Sandbox extends ProcessorTimeSource {
  readonly id: string;
  readonly engine: Engine;
  readonly engineVersion: string;
  /** Whether the engine answers now, within the time. Never throws. */
  engineAnswers(timeoutMs?: number): Promise<boolean>;
  /** The images the inner engine holds. */
  readonly images: ImageStore;
  /** Steps whose results it began with. */
  readonly courseSteps: CourseSteps;
  /**
   * TCP connection inside the sandbox's network namespace, for probes.
   *
   * @throws Error with the code ECONNREFUSED if nothing accepts connections there
   */
  dial(ip: string, port: number): Promise<Duplex>;
  /**
   * User id of a process of the inner engine, by the pid that engine knows it by: as the kernel tells it
   * outside of the learner's user namespace, counted from the sandbox's own root. Undefined when there is no
   * such process.
   */
  uidOf(pid: number): Promise<number | undefined>;
  /**
   * Memory of a process and of those that descend from it and live: the sum of the most bytes that each had
   * resident at once, as the kernel counted (VmHWM). Exact for one process; pages that several share count
   * for each of them.
   */
  peakResidentBytesOf(pid: number): Promise<number | undefined>;
  /**
   * Watches a port in the network of a process that the inner engine knows by this pid. Cheap, so that it can
   * be asked often.
   *
   * @returns what tells how the port is used now; undefined once the process has ended
   */
  watchPort(pid: number, port: number): Promise<() => PortUse | undefined>;
  /**
   * Whether a process, by the pid that the inner engine knows it by, catches a signal or has it blocked. The
   * kernel drops a signal that process 1 of a container does neither with. Undefined once it has ended.
   */
  takesSignal(pid: number, signal: number): Promise<boolean | undefined>;
  /**
   * Stops or continues a process of the inner engine, named by the pid that engine knows it by, and all its
   * descendants.
   *
   * @throws Error when they cannot be told or signalled
   */
  signalTree(pid: number, signal: 'STOP' | 'CONT'): Promise<void>;
  /**
   * Runs a command beside the inner engine, not in a container of it, as the sandbox's own user, to whom that
   * engine belongs: `docker` there is a person's at their own machine.
   *
   * @throws the signal's reason; Error when the sandbox ended
   */
  execute(command: string[], options: CommandOptions): Promise<CommandEnd>;
  /** Every process in the sandbox, by its pid on the host. */
  pids(): Promise<ReadonlySet<number>>;
  /** How many containers and build steps of the inner engine have a process. */
  containers(): Promise<number>;
  /** Why it is unusable or ended its work, if it did, since it was handed out. */
  fault(): Promise<SandboxFault | undefined>;
}

/** Why a sandbox's work ended, measured from outside. `limit` names the setting reached, with its number. */
export interface SandboxFault {
  kind: 'host-full' | 'out-of-memory' | 'too-many-processes' | 'disk-full' | 'engine-lost';
  message: string;
  limit?: string;
}

/** A port of this side, from the text of `/proc/<pid>/net/tcp` or `tcp6`. */
export interface PortUse {
  isListening: boolean;
  /** Connections with bytes that the process has not read. */
  unread: number;
}

/** What each step took that was built before any learner's build, in milliseconds, by its key. */
export type CourseSteps = ReadonlyMap<string, number>;

export const noCourseSteps: CourseSteps = new Map();
