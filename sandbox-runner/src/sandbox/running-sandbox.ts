import { chmod, chown, lstat, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import { connectEngine, engineAnswers } from '../engine/connect.ts';
import type { Engine, EngineContainer } from '../engine/engine-types.ts';
import { type CommandEnd, type CommandOptions, answerOf, endOf } from '../engine/exec.ts';
import type { RunnerEnv } from '../env.ts';
import type { GpuAttachment } from '../gpu/attachment.ts';
import { writeAccountFiles } from './account-files.ts';
import { appArmorOption } from './app-armor.ts';
import { type CgroupFiles, cgroupFiles, readCpuMs } from './cgroup.ts';
import { sandboxContainer } from './container-spec.ts';
import { dialInside } from './dial.ts';
import { deviceOf } from './disk.ts';
import { faultOf, type SandboxFault } from './fault.ts';
import { imageStoreAt } from './image-store.ts';
import {
  type ProcessStatus,
  portUseOf,
  processesOf,
  processTree,
  takesSignal,
  waitsOf,
} from './process-table.ts';
import { SandboxAccount } from './sandbox-account.ts';
import { shelfSocketDirOf } from './sandbox-dirs.ts';
import type { PortUse } from './tcp-table.ts';
import { type CourseSteps, noCourseSteps } from './template.ts';

/** A learner's engine, as the rest of the runner sees it. */
export interface Sandbox {
  readonly id: string;
  /** Host path of the inner engine's unix socket. */
  readonly engineSocket: string;
  readonly engineVersion: string;
  /** The images the inner engine holds. */
  readonly images: ImageStore;
  /** Steps whose results it began with. */
  readonly courseSteps: CourseSteps;
  /** TCP connection inside the sandbox's network namespace, for probes. */
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
   * How long threads waited for the host's processors.
   *
   * @param of a process, by the pid that the inner engine knows it by, and those that descend from it; or
   *   everything in the sandbox
   */
  processorTime(of: number | 'sandbox'): Promise<ProcessorTime>;
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

/** What the host's scheduler says, in milliseconds. Sums since each began. */
export interface ProcessorTime {
  /**
   * Of each thread that lives: how long it was ready to run and waited for a processor. By its id on the
   * host.
   */
  waitedMs: ReadonlyMap<number, number>;
  /** What the whole sandbox used, ended processes included; undefined where the host does not tell. */
  usedMs: number | undefined;
  /** Processors that the sandbox may use at once. */
  cpus: number;
}

export interface SandboxSite {
  id: string;
  image: string;
  uid: number;
  /** The slot's folder: `data` is the mounted disk, `sock` gets the sockets, `shelf` has the shelf's. */
  dir: string;
  gpu?: GpuAttachment | undefined;
  /** Steps whose results are on its disk. */
  courseSteps?: CourseSteps;
  /** Processor time it gets beside others, which have 1,024. */
  cpuShares?: number | undefined;
}

/** Parents first, so that none starts a child unseen. A descendant that ends meanwhile needs no signal. */
const signalScript = `
[ -r /proc/$$/task/$$/children ] && kill -"$2" "$1" || exit 1
below() { for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do kill -"$2" "$child" 2>/dev/null && below "$child" "$2"; done; }
below "$1" "$2"
echo done`;

const pollMs = 25;
const startPollMs = 10;
const pingsPerState = 25;
/**
 * How long a process and its descendants may take to be signalled, also where there are as many as a sandbox
 * may have.
 */
const signallingMs = 30_000;
/** How long a container may take to end once its engine has. */
const endingMs = 3_000;

/**
 * Starts a sandbox on a disk that is mounted at `<dir>/data` and waits until its engine answers. The caller
 * stops it, also after a failure.
 */
export async function startSandbox(host: Engine, env: RunnerEnv, site: SandboxSite): Promise<RunningSandbox> {
  const socketDir = join(site.dir, 'sock');
  const dataDir = join(site.dir, 'data');
  const shelfSocketDir = shelfSocketDirOf(site.dir);
  for (const dir of [socketDir, shelfSocketDir]) await mkdir(dir, { recursive: true });
  // Its user makes the sockets there; the folder is taken away from it as soon as they exist.
  await chown(socketDir, site.uid, site.uid);
  const [device, account, appArmor] = await Promise.all([
    deviceOf(dataDir),
    writeAccountFiles(site.dir, site.uid),
    appArmorOption(),
  ]);
  const container = await host.createContainer(
    sandboxContainer(env, { ...site, dataDir, device, socketDir, shelfSocketDir, account, appArmor }),
  );
  await container.start();
  const { State } = await container.inspect();
  const files = cgroupFiles(await readFile(`/proc/${State.Pid}/cgroup`, 'utf8').catch(() => ''));
  const engineSocket = join(socketDir, 'docker.sock');
  const dialSocket = join(socketDir, 'dial.sock');
  const storeSocket = join(socketDir, 'store.sock');
  await waitForEngine(container, engineSocket, env.SANDBOX_START_SECONDS * 1_000);
  // From here on nothing inside can replace a socket by a link to one of the host's.
  await chown(socketDir, 0, 0);
  await chmod(socketDir, 0o755);
  for (const path of [engineSocket, dialSocket, storeSocket]) {
    if (!(await lstat(path)).isSocket()) throw new Error(`${path} is not a socket`);
  }
  const { Version } = await connectEngine(engineSocket).version();
  return new RunningSandbox(container, env, site, files, {
    engineSocket,
    dialSocket,
    storeSocket,
    engineVersion: Version,
  });
}

async function waitForEngine(container: EngineContainer, socket: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pings = 1; !(await engineAnswers(socket)); pings++) {
    await delay(startPollMs);
    // Asking the host's engine takes processor time that the one inside needs to start.
    if (pings % pingsPerState !== 0) continue;
    const { State } = await container.inspect();
    if (!State.Running || performance.now() > deadline) {
      const logs = await container.logs({ stdout: true, stderr: true, tail: 20 });
      const why = State.Running ? `did not answer within ${timeoutMs} ms` : `ended with ${State.ExitCode}`;
      throw new Error(
        `the sandbox's engine ${why}:\n${logs.toString('utf8').replace(/[^\x20-\x7e\n]/g, '')}`,
      );
    }
  }
}

export class RunningSandbox implements Sandbox {
  readonly id: string;
  readonly engineSocket: string;
  readonly engineVersion: string;
  readonly images: ImageStore;
  readonly courseSteps: CourseSteps;
  readonly #container: EngineContainer;
  readonly #env: RunnerEnv;
  readonly #account: SandboxAccount;
  readonly #dialSocket: string;
  readonly #uid: number;
  readonly #files: CgroupFiles | undefined;

  constructor(
    container: EngineContainer,
    env: RunnerEnv,
    site: SandboxSite,
    files: CgroupFiles | undefined,
    engine: { engineSocket: string; dialSocket: string; storeSocket: string; engineVersion: string },
  ) {
    this.id = site.id;
    this.engineSocket = engine.engineSocket;
    this.engineVersion = engine.engineVersion;
    this.images = imageStoreAt(engine.storeSocket);
    this.courseSteps = site.courseSteps ?? noCourseSteps;
    this.#container = container;
    this.#env = env;
    this.#account = new SandboxAccount(join(site.dir, 'data'), files);
    this.#dialSocket = engine.dialSocket;
    this.#uid = site.uid;
    this.#files = files;
  }

  /**
   * Its group too: by a number alone the host's engine gives it root's, which has no place on a disk with
   * mapped owners.
   */
  get #user(): string {
    return `${this.#uid}:${this.#uid}`;
  }

  dial(ip: string, port: number): Promise<Duplex> {
    return dialInside(this.#dialSocket, ip, port);
  }

  async uidOf(pid: number): Promise<number | undefined> {
    const [main] = await this.#treeOf(pid);
    return main && main.uid - this.#uid;
  }

  async peakResidentBytesOf(pid: number): Promise<number | undefined> {
    const tree = await this.#treeOf(pid);
    return tree.length === 0
      ? undefined
      : tree.reduce((sum, { peakResidentBytes }) => sum + peakResidentBytes, 0);
  }

  async processorTime(of: number | 'sandbox'): Promise<ProcessorTime> {
    const processes = of === 'sandbox' ? await this.#processes() : await this.#treeOf(of);
    const [waitedMs, usedMs] = await Promise.all([waitsOf(processes), this.#files && readCpuMs(this.#files)]);
    return { waitedMs, usedMs, cpus: this.#env.SANDBOX_CPUS };
  }

  execute(command: string[], { env, ...options }: CommandOptions): Promise<CommandEnd> {
    return endOf(this.#container, command, this.#user, {
      ...options,
      env: { HOME: '/home/sandbox', DOCKER_HOST: 'unix:///sock/docker.sock', LANG: 'C.UTF-8', ...env },
    });
  }

  async pids(): Promise<ReadonlySet<number>> {
    return new Set((await this.#processes()).map(({ pid }) => pid));
  }

  async containers(): Promise<number> {
    return (await this.#processes()).filter(({ isContainer }) => isContainer).length;
  }

  async #processes(): Promise<ProcessStatus[]> {
    return this.#files ? processesOf(this.#files.procs) : [];
  }

  /** The process that the inner engine knows by this pid, first, and those that descend from it. */
  async #treeOf(innerPid: number): Promise<ProcessStatus[]> {
    const all = await this.#processes();
    const root = all.find((process) => process.innerPid === innerPid);
    return root === undefined ? [] : processTree(all, root);
  }

  async watchPort(pid: number, port: number): Promise<() => PortUse | undefined> {
    const [main] = await this.#treeOf(pid);
    return () => main && portUseOf(main.pid, port);
  }

  async takesSignal(pid: number, signal: number): Promise<boolean | undefined> {
    const [main] = await this.#treeOf(pid);
    return main && takesSignal(main.pid, signal);
  }

  async signalTree(pid: number, signal: 'STOP' | 'CONT'): Promise<void> {
    // As the sandbox's own user: the learner's user namespace is its own, so it may signal every process in
    // it, and none outside.
    const said = await answerOf(this.#container, ['sh', '-c', signalScript, 'sh', String(pid), signal], {
      user: this.#user,
      maxBytes: 1_000,
      signal: AbortSignal.timeout(signallingMs),
    });
    if (said.trim() !== 'done') throw new Error(`process ${pid} could not be sent SIG${signal}`);
  }

  /** Starts a new account: what an earlier run ran into is not the next one's fault. */
  async handOut(): Promise<void> {
    await this.#account.open();
  }

  /** Ends the account. */
  takeBack(): void {
    this.#account.close();
  }

  async fault(): Promise<SandboxFault | undefined> {
    const answers = await engineAnswers(this.engineSocket, 2_000);
    const [use, oomKilled] = await Promise.all([
      this.#account.use(),
      answers ? false : this.#endedForMemory(),
    ]);
    return faultOf({ ...use, engineAnswers: answers, oomKilled }, this.#env);
  }

  /** Ends the engine in order, so that its disk is whole. For making a template. */
  async shutDown(): Promise<void> {
    await this.#container.stop({ t: 20 });
  }

  /**
   * The host engine's last word on the container, which ends a moment after the engine in it. While it runs,
   * the counters say more.
   */
  async #endedForMemory(): Promise<boolean> {
    const deadline = performance.now() + endingMs;
    try {
      for (;;) {
        const { State } = await this.#container.inspect();
        if (!State.Running) return State.OOMKilled;
        if (performance.now() > deadline) return false;
        await delay(pollMs);
      }
    } catch {
      return false;
    }
  }
}
