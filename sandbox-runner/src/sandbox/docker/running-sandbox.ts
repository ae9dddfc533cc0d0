import { chmod, chown, lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import type { ProcessorTime } from '../../clock/processor-time.ts';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine, engineAnswers } from '../../engine/connect.ts';
import { type ContainerEnd, containerEnd } from '../../engine/container-end.ts';
import type { Engine, EngineContainer } from '../../engine/engine-types.ts';
import { type CommandEnd, type CommandOptions, outputOf, runInContainer } from '../../engine/exec.ts';
import { removeContainersLabelled } from '../../engine/host.ts';
import { startPiped } from '../../engine/piped.ts';
import { startWithTty, type TtySize } from '../../engine/tty.ts';
import type { GpuAttachment } from '../../gpu/attachment.ts';
import { type DriverBinds, driverBindsOf } from '../../gpu/injected-driver.ts';
import { writeSimulatedDriver } from '../../gpu/simulated-driver.ts';
import { writeAccountFiles } from '../inside/account-files.ts';
import { type CgroupFiles, cgroupFiles, readCpuMs } from '../inside/cgroup.ts';
import { dialInside } from '../inside/dial.ts';
import { faultOf } from '../inside/fault.ts';
import { imageStoreAt } from '../inside/image-store.ts';
import {
  handlesSignal,
  memoryOfTree,
  portUseOf,
  processesOf,
  type ProcessStatus,
  processTree,
  waitsOf,
} from '../inside/process-table.ts';
import { commandOf, programs, signalTreeCommand, userVariables } from '../inside/programs.ts';
import {
  type CourseSteps,
  noCourseSteps,
  type PortUse,
  type Sandbox,
  type SandboxFault,
  type SandboxProgram,
  type SandboxShell,
  type ProcessMemory,
} from '../sandbox.ts';
import { appArmorOption } from './app-armor.ts';
import { sandboxContainer } from './container-spec.ts';
import { deviceOf } from './disk.ts';
import { sandboxLabel } from './labels.ts';
import { SandboxAccount } from './sandbox-account.ts';
import { shelfSocketDirOf } from './sandbox-dirs.ts';

export interface SandboxSite {
  id: string;
  image: string;
  uid: number;
  /** The slot's folder: `data` is the mounted disk, `sock` is for the sockets, `shelf` for the shelf's socket. */
  dir: string;
  gpu?: GpuAttachment | undefined;
  /** Steps whose results are on its disk. */
  courseSteps?: CourseSteps;
  /** Relative share of processor time. Other sandboxes have 1,024. */
  cpuShares?: number | undefined;
}

const pollMs = 25;
const startPollMs = 10;
const pingsPerState = 25;
/**
 * How long signalling a process and its descendants may take, even if there are as many as a sandbox may
 * have.
 */
const signallingMs = 30_000;
/** How long a container may take to exit after its engine. */
const endingMs = 3_000;

/**
 * Starts a sandbox on a disk that is mounted at `<dir>/data` and waits until its engine answers. The caller
 * must stop it, even after a failure.
 */
export async function startSandbox(host: Engine, env: RunnerEnv, site: SandboxSite): Promise<RunningSandbox> {
  return new RunningSandbox(host, env, site, await startContainer(host, env, site));
}

interface StartedContainer {
  container: EngineContainer;
  files: CgroupFiles | undefined;
  engineVersion: string;
}

function socketsOf(dir: string) {
  const at = (name: string) => join(dir, 'sock', name);
  return { engineSocket: at('docker.sock'), dialSocket: at('dial.sock'), storeSocket: at('store.sock') };
}

/** Starts the container of a sandbox and waits until its engine answers. */
async function startContainer(host: Engine, env: RunnerEnv, site: SandboxSite): Promise<StartedContainer> {
  const socketDir = join(site.dir, 'sock');
  const dataDir = join(site.dir, 'data');
  const shelfSocketDir = shelfSocketDirOf(site.dir);
  for (const dir of [socketDir, shelfSocketDir]) await mkdir(dir, { recursive: true });
  // The sandbox's user creates the sockets there and loses access to the folder as soon as they exist.
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
  const { engineSocket, dialSocket, storeSocket } = socketsOf(site.dir);
  await waitForEngine(container, engineSocket, env.SANDBOX_START_SECONDS * 1_000);
  // From here on, nothing inside can replace a socket with a link to one on the host.
  await chown(socketDir, 0, 0);
  await chmod(socketDir, 0o755);
  for (const path of [engineSocket, dialSocket, storeSocket]) {
    if (!(await lstat(path)).isSocket()) throw new Error(`${path} is not a socket`);
  }
  const { Version } = await connectEngine(engineSocket).version();
  return { container, files, engineVersion: Version };
}

async function waitForEngine(container: EngineContainer, socket: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (let pings = 1; !(await engineAnswers(socket)); pings++) {
    await delay(startPollMs);
    // Requests to the host's engine use processor time that the inner engine needs to start.
    if (pings % pingsPerState !== 0) continue;
    const { State } = await container.inspect();
    if (!State.Running || performance.now() > deadline) {
      const logs = await container.logs({ stdout: true, stderr: true, tail: 20 });
      const why = State.Running
        ? `did not answer within ${timeoutMs} ms`
        : `exited with code ${State.ExitCode}`;
      throw new Error(
        `the sandbox's engine ${why}:\n${logs.toString('utf8').replace(/[^\x20-\x7e\n]/g, '')}`,
      );
    }
  }
}

export class RunningSandbox implements Sandbox {
  readonly id: string;
  /** Host path of the inner engine's Unix socket. */
  readonly engineSocket: string;
  readonly engine: Engine;
  readonly engineVersion: string;
  readonly images: ImageStore;
  readonly courseSteps: CourseSteps;
  /** It is on the same machine. */
  readonly interruptedMs = 0;
  readonly #host: Engine;
  readonly #env: RunnerEnv;
  readonly #site: SandboxSite;
  readonly #dialSocket: string;
  readonly #uid: number;
  #container: EngineContainer;
  #files: CgroupFiles | undefined;
  #account: SandboxAccount;

  constructor(host: Engine, env: RunnerEnv, site: SandboxSite, started: StartedContainer) {
    const { engineSocket, dialSocket, storeSocket } = socketsOf(site.dir);
    this.id = site.id;
    this.engineSocket = engineSocket;
    this.engine = connectEngine(engineSocket);
    this.engineVersion = started.engineVersion;
    this.images = imageStoreAt(storeSocket);
    this.courseSteps = site.courseSteps ?? noCourseSteps;
    this.#host = host;
    this.#env = env;
    this.#site = site;
    this.#dialSocket = dialSocket;
    this.#uid = site.uid;
    this.#container = started.container;
    this.#files = started.files;
    this.#account = new SandboxAccount(join(site.dir, 'data'), started.files);
  }

  /**
   * Shuts its engine down cleanly and starts it again on the same disk, with or without a GPU. Its ID and its
   * data stay. Closes the account.
   *
   * @returns binds that give a container inside access to the GPU
   */
  async restart(gpu: GpuAttachment | undefined): Promise<DriverBinds> {
    this.takeBack();
    await this.shutDown();
    await removeContainersLabelled(this.#host, `${sandboxLabel}=${this.#site.dir}`);
    await rm(join(this.#site.dir, 'sock'), { recursive: true });
    if (gpu?.kind === 'simulated') await writeSimulatedDriver(this.#site.dir, gpu.libcuda);
    const { container, files } = await startContainer(this.#host, this.#env, { ...this.#site, gpu });
    this.#container = container;
    this.#files = files;
    this.#account = new SandboxAccount(join(this.#site.dir, 'data'), files);
    const { State } = await container.inspect();
    return driverBindsOf(State.Pid);
  }

  /**
   * User and group. With the user ID alone, the host's engine would use root's group, which does not exist on
   * a disk with mapped owners.
   */
  get #user(): string {
    return `${this.#uid}:${this.#uid}`;
  }

  engineAnswers(timeoutMs?: number): Promise<boolean> {
    return engineAnswers(this.engineSocket, timeoutMs);
  }

  dial(ip: string, port: number): Promise<Duplex> {
    return dialInside(this.#dialSocket, ip, port);
  }

  async uidOf(pid: number): Promise<number | undefined> {
    const [main] = await this.#treeOf(pid);
    return main && main.uid - this.#uid;
  }

  async memoryOf(pid: number): Promise<ProcessMemory | undefined> {
    return memoryOfTree(await this.#treeOf(pid));
  }

  async processorTime(of: number | 'sandbox'): Promise<ProcessorTime> {
    const processes = of === 'sandbox' ? await this.#processes() : await this.#treeOf(of);
    const [threads, usedMs] = await Promise.all([waitsOf(processes), this.#files && readCpuMs(this.#files)]);
    return { threads, usedMs, cpus: this.#env.SANDBOX_CPUS };
  }

  execute(command: string[], { env, ...options }: CommandOptions): Promise<CommandEnd> {
    return runInContainer(this.#container, command, this.#user, {
      ...options,
      env: { ...userVariables, ...env },
    });
  }

  executeAs(
    user: 'learner' | 'root',
    command: string[],
    options: Pick<CommandOptions, 'maxBytes' | 'signal'>,
  ): Promise<CommandEnd> {
    return this.execute(commandOf(user, command), { ...options, env: {}, workingDir: '/' });
  }

  async openShell({ columns, rows }: TtySize): Promise<SandboxShell> {
    const tty = await startWithTty(
      this.#container,
      [programs.shell, String(columns), String(rows)],
      this.#user,
    );
    return { ...tty, close: async () => this.#kill('TERM', await tty.pid()) };
  }

  async openFiles(): Promise<SandboxProgram> {
    const program = await startPiped(this.#container, [programs.files], this.#user);
    const close = async () => {
      program.disconnect();
      // If it did not answer, it is blocked or stopped.
      await this.#kill('KILL', await program.pid());
    };
    return { ...program, close };
  }

  /** @param pid on the host; undefined if the process has exited */
  async #kill(signal: 'TERM' | 'KILL', pid: number | undefined): Promise<void> {
    const main = (await this.#processes()).find((process) => process.pid === pid);
    if (main?.innerPid !== undefined)
      await this.#signal(['sh', '-c', 'kill -"$2" "$1"', 'sh', String(main.innerPid), signal]);
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

  /** The process with this pid in the inner engine's namespace, followed by its descendants. */
  async #treeOf(innerPid: number): Promise<ProcessStatus[]> {
    const all = await this.#processes();
    const root = all.find((process) => process.innerPid === innerPid);
    return root === undefined ? [] : processTree(all, root);
  }

  async watchPort(pid: number, port: number): Promise<() => Promise<PortUse | undefined>> {
    const [main] = await this.#treeOf(pid);
    return async () => main && portUseOf(main.pid, port);
  }

  async handlesSignal(pid: number, signal: number): Promise<boolean | undefined> {
    const [main] = await this.#treeOf(pid);
    return main && handlesSignal(main.pid, signal);
  }

  async signalTree(pid: number, signal: 'STOP' | 'CONT'): Promise<void> {
    const output = await this.#signal(signalTreeCommand(pid, signal));
    if (output.trim() !== 'done') throw new Error(`cannot send SIG${signal} to process ${pid}`);
  }

  /**
   * Runs a command that signals processes, as the sandbox's own user, who owns the learner's user namespace
   * and may signal every process in it, but none outside.
   *
   * @returns its output
   */
  #signal(command: string[]): Promise<string> {
    return outputOf(this.#container, command, {
      user: this.#user,
      maxBytes: 1_000,
      signal: AbortSignal.timeout(signallingMs),
    });
  }

  /** Opens a new account, so that a run is not blamed for what an earlier run caused. */
  async handOut(): Promise<void> {
    await this.#account.open();
  }

  /** Closes the account. */
  takeBack(): void {
    this.#account.close();
  }

  async fault(): Promise<SandboxFault | undefined> {
    const answers = await this.engineAnswers(2_000);
    const [use, oomKilled] = await Promise.all([
      this.#account.use(),
      answers ? false : this.#endedForMemory(),
    ]);
    return faultOf({ ...use, engineAnswers: answers, oomKilled }, this.#env);
  }

  /** The inner engine is the process for which the container exists, so they end together. */
  ended(signal: AbortSignal): Promise<ContainerEnd> {
    return containerEnd(this.#host, this.#container, signal);
  }

  /** Shuts the engine down cleanly, so that its disk is complete. For creating a template and for restarts. */
  async shutDown(): Promise<void> {
    await this.#container.stop({ t: 20 });
  }

  /**
   * The host engine's record of the container, which exits a moment after the engine in it. While it is
   * running, the counters are more informative.
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
