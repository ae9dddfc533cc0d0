import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import type { ProcessorTime } from '../../clock/processor-time.ts';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine, engineAnswers } from '../../engine/connect.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { CommandEnd, CommandOptions } from '../../engine/exec.ts';
import type { TtySize } from '../../engine/tty.ts';
import type { GpuAttachment } from '../../gpu/attachment.ts';
import type { OwnGpu } from '../../gpu/gpu-device.ts';
import type { DriverBinds } from '../../gpu/injected-driver.ts';
import { dialInside } from '../inside/dial.ts';
import { faultOf } from '../inside/fault.ts';
import { imageStoreAt } from '../inside/image-store.ts';
import { memoryOfTree } from '../inside/process-table.ts';
import { commandOf, programs, signalTreeCommand, userVariables } from '../inside/programs.ts';
import {
  noCourseSteps,
  type PortUse,
  type ProcessMemory,
  type Sandbox,
  type SandboxFault,
  type SandboxProgram,
  type SandboxShell,
} from '../sandbox.ts';
import type { PodLink } from './link.ts';
import type { LocalSockets } from './local-sockets.ts';
import { PodAccount } from './pod-account.ts';
import type { PodEnd } from './pod-end.ts';
import { podDriverBinds } from './pod-gpu.ts';
import { PodProcesses, podUid } from './pod-processes.ts';
import { runInPod, startPipedInPod, startTtyInPod } from './pod-programs.ts';
import { writeSimulatedGpu } from './simulated-gpu.ts';

/** Sockets of a pod that the runner uses. */
export const podSockets = { engine: 'docker.sock', dial: 'dial.sock', store: 'store.sock' } as const;

/** How long signalling a process and its descendants may take. */
const signallingMs = 30_000;
/** How long the API server may take to learn that a pod has ended. */
const endingMs = 15_000;
const endPollMs = 200;
const startPollMs = 25;

export interface RunningPod {
  name: string;
  link: PodLink;
  sockets: LocalSockets;
  /** Reads from the API server how the pod has ended; undefined while it has not. */
  end(): Promise<PodEnd | undefined>;
}

/** Waits until the engine in a new pod answers. */
export async function waitForEngine(pod: RunningPod, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const socket = pod.sockets.path(podSockets.engine);
  let hasEnded = false;
  void pod.link.ended.then(() => (hasEnded = true));
  while (!(await engineAnswers(socket))) {
    if (hasEnded) throw new Error(`pod ${pod.name} ended before its engine answered`);
    if (performance.now() > deadline)
      throw new Error(`the engine of pod ${pod.name} did not answer within ${timeoutMs} ms`);
    await delay(startPollMs);
  }
}

/** A learner's engine in a pod. */
export class PodSandbox implements Sandbox {
  readonly id: string;
  readonly engine: Engine;
  readonly engineVersion: string;
  readonly images: ImageStore;
  readonly courseSteps = noCourseSteps;
  readonly gpu: OwnGpu | undefined;
  readonly #pod: RunningPod;
  readonly #env: RunnerEnv;
  readonly #processes: PodProcesses;
  readonly #account: PodAccount;
  readonly #destroyed = new AbortController();
  /** Whether something was measured in containers, since the account was opened. */
  #isMeasuring = false;
  #interruptedMs = 0;
  /** Of these, while something was measured. */
  #disturbedMs = 0;

  /**
   * @param pod with an engine that answers
   * @param gpu that the cluster gave to the pod
   */
  constructor(pod: RunningPod, env: RunnerEnv, engineVersion: string, gpu?: OwnGpu) {
    this.id = pod.name;
    this.engine = connectEngine(pod.sockets.path(podSockets.engine));
    this.engineVersion = engineVersion;
    this.images = imageStoreAt(pod.sockets.path(podSockets.store));
    this.gpu = gpu;
    this.#pod = pod;
    this.#env = env;
    this.#processes = new PodProcesses(pod.link);
    this.#account = new PodAccount(pod.link, env.SANDBOX_PIDS);
    pod.link.onInterruption((ms) => {
      this.#interruptedMs += ms;
      if (this.#isMeasuring) this.#disturbedMs += ms;
    });
  }

  get interruptedMs(): number {
    return this.#interruptedMs;
  }

  engineAnswers(timeoutMs?: number): Promise<boolean> {
    return engineAnswers(this.#pod.sockets.path(podSockets.engine), timeoutMs);
  }

  dial(ip: string, port: number): Promise<Duplex> {
    this.#isMeasuring = true;
    return dialInside(this.#pod.sockets.path(podSockets.dial), ip, port);
  }

  async uidOf(pid: number): Promise<number | undefined> {
    const [main] = await this.#processes.tree(pid);
    return main && main.uid - podUid;
  }

  async memoryOf(pid: number): Promise<ProcessMemory | undefined> {
    return memoryOfTree(await this.#processes.tree(pid));
  }

  async processorTime(of: number | 'sandbox'): Promise<ProcessorTime> {
    this.#isMeasuring = true;
    const processes = of === 'sandbox' ? await this.#processes.all() : await this.#processes.tree(of);
    const [threads, usedMs] = await Promise.all([this.#processes.waits(processes), this.#account.cpuMs()]);
    return { threads, usedMs, cpus: this.#env.SANDBOX_CPUS };
  }

  async watchPort(pid: number, port: number): Promise<() => Promise<PortUse | undefined>> {
    this.#isMeasuring = true;
    return () => this.#processes.portUse(pid, port);
  }

  handlesSignal(pid: number, signal: number): Promise<boolean | undefined> {
    return this.#processes.handlesSignal(pid, signal);
  }

  async signalTree(pid: number, signal: 'STOP' | 'CONT'): Promise<void> {
    const { output } = await runInPod(this.#pod.link, signalTreeCommand(pid, signal), {
      env: {},
      workingDir: '/',
      maxBytes: 1_000,
      signal: AbortSignal.timeout(signallingMs),
    });
    if (output.trim() !== 'done') throw new Error(`cannot send SIG${signal} to process ${pid}`);
  }

  execute(command: string[], { env, ...options }: CommandOptions): Promise<CommandEnd> {
    return runInPod(this.#pod.link, command, {
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
    return startTtyInPod(this.#pod.link, [programs.shell, String(columns), String(rows)]);
  }

  async openFiles(): Promise<SandboxProgram> {
    return startPipedInPod(this.#pod.link, [programs.files]);
  }

  async pids(): Promise<ReadonlySet<number>> {
    return new Set((await this.#processes.all()).map(({ pid }) => pid));
  }

  async containers(): Promise<number> {
    return (await this.#processes.all()).filter(({ isContainer }) => isContainer).length;
  }

  /** Opens a new account, so that a run is not blamed for what an earlier run caused. */
  async handOut(): Promise<void> {
    this.#isMeasuring = false;
    this.#interruptedMs = 0;
    this.#disturbedMs = 0;
    await this.#account.open();
  }

  /** Closes the account. */
  takeBack(): void {
    this.#account.close();
  }

  /**
   * Shuts the engine down cleanly and starts it again on the same disk, with the pod's own GPU, the simulated
   * one, or none.
   *
   * @returns binds that give a container inside access to the GPU
   */
  async restart(gpu: GpuAttachment | undefined): Promise<DriverBinds> {
    if (gpu?.kind === 'device') throw new Error('a pod has no GPU but the one that it was made with');
    this.takeBack();
    const restarted = this.#pod.link.channel('restart');
    restarted.end();
    restarted.resume();
    await once(restarted, 'end');
    await waitForEngine(this.#pod, this.#env.SANDBOX_START_SECONDS * 1_000);
    if (gpu === undefined) return [];
    return gpu.kind === 'own'
      ? podDriverBinds(this.#pod.link)
      : writeSimulatedGpu(this.#pod.link, gpu.libcuda);
  }

  async fault(): Promise<SandboxFault | undefined> {
    // While the API server is away, this waits.
    await this.#pod.link.whenConnected();
    const answers = await this.engineAnswers(2_000);
    const [counters, end] = await Promise.all([
      this.#account.use(),
      answers ? undefined : this.#waitForEnd(AbortSignal.timeout(endingMs)),
    ]);
    if (this.#disturbedMs > 0) return interruption(this.#disturbedMs);
    return faultOf(
      {
        counters,
        engineAnswers: answers,
        oomKilled: end?.reason === 'out-of-memory',
        // The volume has no size of its own. A pod that writes more than its limit is evicted.
        disk: { freeBytes: end?.reason === 'disk-full' ? 0 : Infinity, freeInodes: Infinity },
        // A node that runs out of disk space evicts pods before that.
        hostFreeBytes: Infinity,
      },
      this.#env,
    );
  }

  async ended(signal: AbortSignal): Promise<'inside' | 'outside'> {
    const abandoned = Promise.withResolvers<never>();
    abandoned.promise.catch(() => undefined);
    const abandon = () => abandoned.reject(signal.reason as Error);
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
    try {
      await Promise.race([this.#pod.link.ended, abandoned.promise]);
    } finally {
      signal.removeEventListener('abort', abandon);
    }
    if (this.#destroyed.signal.aborted) return 'outside';
    return (await this.#waitForEnd(AbortSignal.timeout(endingMs)))?.by ?? 'outside';
  }

  /** Closes the account for good. Its pod is removed by the process that made it. */
  close(): void {
    this.#destroyed.abort();
    this.takeBack();
  }

  /** Undefined if the pod is still running when the time is over. */
  async #waitForEnd(signal: AbortSignal): Promise<PodEnd | undefined> {
    for (;;) {
      const end = await this.#pod.end();
      if (end !== undefined || signal.aborted) return end;
      await delay(endPollMs);
    }
  }
}

function interruption(ms: number): SandboxFault {
  return {
    kind: 'interrupted',
    message: `The connection to the sandbox was interrupted for ${Math.round(ms / 100) / 10} s during a run whose containers were measured.`,
  };
}
