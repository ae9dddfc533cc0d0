import { constants } from 'node:os';
import { PlatformError } from '@dfm/contracts';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type Docker from 'dockerode';
import { logFrames, type LogFrame } from './log-frames.ts';
import { isNotFound } from './not-found.ts';
import { isPlatformStartFault, startFailure } from './start-failure.ts';
import { privilegesOf, type StartOptions } from './start-options.ts';
import { tailOf } from './truncate.ts';

/** Label with the run's ID on everything that a run creates in an engine. */
const runLabel = 'dfm.run';
/** Maximum number of containers and networks of a run, which creates a few. */
const maxPerRun = 100;
/** Number of health check results that the engine keeps per container, and the length of their output. */
const keptProbes = 5;
const keptOutputLength = 4_096;

export interface ContainerSpec {
  runId: string;
  image: string;
  network: string;
  /** Its name for the other containers of the network. */
  alias?: string;
  memoryMib: number;
  pids: number;
  /** Read-only root file system, a tmpfs for /tmp, and a different user than the image's. */
  hardened?: { user: string };
  /** How it is started. If absent, it has no capabilities and cannot gain any. Not together with `hardened`. */
  options?: StartOptions | undefined;
  /** Replaces the user of the image and of the options. */
  user?: string | undefined;
  /** Replaces the image's entrypoint and command. */
  command?: string[];
  /** Added to the image's variables. */
  env?: Readonly<Record<string, string>>;
  /** `source:target[:ro]`; the source is a path inside the sandbox or the name of a volume. */
  binds?: readonly string[];
}

export interface ContainerState {
  running: boolean;
  /** PID of its first process in the engine's namespace, while it runs. */
  pid: number | undefined;
  /** Once it has exited. */
  exitCode: number | undefined;
  oomKilled: boolean;
  /** Address in the run's network while it runs. */
  ip: string | undefined;
  health: HealthState | undefined;
  startedAtMs: number;
}

/** The engine's record of an image's HEALTHCHECK. Times are milliseconds since 1970. */
interface HealthState {
  status: 'healthy' | 'unhealthy' | 'starting';
  probes: { startMs: number; endMs: number; exitCode: number; output: string }[];
}

/** An image's HEALTHCHECK, with the defaults of Docker 26. */
export interface HealthSettings {
  /** The command that the engine runs in the container. */
  command: string[];
  intervalMs: number;
  timeoutMs: number;
  /** Consecutive failures after which the container is unhealthy. */
  retries: number;
  /** Failures within this time do not count. */
  startPeriodMs: number;
  /**
   * Interval between checks within the start period, until one passes. Default: the regular interval.
   * (Docker's reference says 5 s, which is the default of later engines.)
   */
  startIntervalMs: number;
}

/** Creates a network for the run's containers only, with no connection to the outside. */
export async function createNetwork(engine: Docker, runId: string): Promise<string> {
  const { id } = await engine.createNetwork({
    Name: `run-${runId}`,
    Driver: 'bridge',
    Internal: true,
    Labels: { [runLabel]: runId },
  });
  return id;
}

/**
 * Creates an empty volume. If a container mounts it where its image has a folder, the volume gets that
 * folder's content and owner.
 *
 * @param purpose distinguishes the volumes of a run
 */
export async function createVolume(engine: Docker, runId: string, purpose: string): Promise<string> {
  const name = volumeName(runId, purpose);
  await engine.createVolume({ Name: name, Labels: { [runLabel]: runId } });
  return name;
}

/** The name of a volume that `createVolume` made. */
export function volumeName(runId: string, purpose: string): string {
  return `run-${runId}-${purpose}`;
}

/** Unpacks a tar into a folder of a container that is not running. Owners and modes are those in the tar. */
export async function putTar(container: Docker.Container, path: string, tar: Buffer): Promise<void> {
  await container.putArchive(tar, { path, noOverwriteDirNonDir: 'true' });
}

/**
 * Creates, but does not start, a container. Unless the spec has options, it has no capabilities and cannot
 * gain any.
 */
export async function createContainer(engine: Docker, spec: ContainerSpec): Promise<Docker.Container> {
  const { hardened, options, command, binds = [], network, alias } = spec;
  const env = Object.entries({ ...options?.environment, ...spec.env });
  const user = hardened?.user ?? spec.user ?? options?.user;
  const mounted = new Set(binds.map((bind) => bind.split(':')[1]!));
  return engine.createContainer({
    Image: spec.image,
    ...(options?.command === undefined ? {} : { Cmd: [...options.command] }),
    ...(command === undefined ? {} : { Entrypoint: [], Cmd: command }),
    Env: env.map(([name, value]) => `${name}=${value}`),
    Labels: { [runLabel]: spec.runId },
    ...(user === undefined ? {} : { User: user }),
    ...(alias === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [alias] } } } }),
    HostConfig: {
      NetworkMode: network,
      ...privilegesOf(options, mounted),
      Memory: spec.memoryMib * bytesPerMib,
      MemorySwap: spec.memoryMib * bytesPerMib,
      PidsLimit: spec.pids,
      // When the sandbox's memory runs out, the kernel kills the container rather than the engine, however
      // small its processes are.
      OomScoreAdj: 1_000,
      Binds: [...binds],
      // A container that floods its log must not fill the sandbox's disk.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      ...(hardened === undefined
        ? {}
        : { ReadonlyRootfs: true, Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=64m,mode=1777' } }),
    },
  });
}

/** Why a container was not started. */
export interface StartRefusal {
  /** The engine's message. */
  why: string;
  /** Whether the platform is to blame rather than the image. */
  isPlatformFault: boolean;
}

/** @returns undefined if it started, otherwise the reason why not */
export async function startContainer(container: Docker.Container): Promise<StartRefusal | undefined> {
  try {
    await container.start();
    return undefined;
  } catch (error) {
    // An answer with a status is about this container (no such command, no such user); anything else is about
    // the engine.
    if (error instanceof Error && 'statusCode' in error) return refusal(error);
    throw error;
  }
}

function refusal(error: Error & { json?: { message?: string } }): StartRefusal {
  const message = error.json?.message ?? error.message;
  return { why: startFailure(message), isPlatformFault: isPlatformStartFault(message) };
}

export async function containerState(container: Docker.Container): Promise<ContainerState> {
  const { State: state, NetworkSettings: network } = await container.inspect();
  const [endpoint] = Object.values(network.Networks);
  const health = state.Health;
  return {
    running: state.Running,
    pid: state.Running ? state.Pid : undefined,
    exitCode: state.Running ? undefined : state.ExitCode,
    oomKilled: state.OOMKilled,
    ip: endpoint?.IPAddress === '' ? undefined : endpoint?.IPAddress,
    startedAtMs: Date.parse(state.StartedAt),
    health:
      health === undefined || (health.Status as string) === 'none'
        ? undefined
        : {
            status: health.Status as HealthState['status'],
            probes: (health.Log ?? []).slice(-keptProbes).map((probe) => ({
              startMs: Date.parse(String(probe.Start)),
              endMs: Date.parse(String(probe.End)),
              exitCode: probe.ExitCode,
              output: probe.Output.slice(0, keptOutputLength),
            })),
          },
  };
}

/** @returns undefined if the image has no HEALTHCHECK */
export async function healthSettings(container: Docker.Container): Promise<HealthSettings | undefined> {
  const { Healthcheck, Shell } = (await container.inspect()).Config as ConfigWithHealth;
  const [kind, ...args] = Healthcheck?.Test ?? [];
  if (Healthcheck === undefined || (kind !== 'CMD' && kind !== 'CMD-SHELL')) return undefined;
  const { Interval, Timeout, Retries, StartPeriod, StartInterval } = Healthcheck;
  const intervalMs = (Interval || 30e9) / 1e6;
  const shell = Shell === undefined || Shell === null || Shell.length === 0 ? ['/bin/sh', '-c'] : Shell;
  return {
    command: kind === 'CMD' ? args : [...shell, ...args],
    intervalMs,
    timeoutMs: (Timeout || 30e9) / 1e6,
    retries: Retries || 3,
    startPeriodMs: (StartPeriod || 0) / 1e6,
    startIntervalMs: StartInterval ? StartInterval / 1e6 : intervalMs,
  };
}

/** Container configuration from API 1.44 on, with times in nanoseconds. */
interface ConfigWithHealth {
  Healthcheck?: {
    Test?: string[];
    Interval?: number;
    Timeout?: number;
    Retries?: number;
    StartPeriod?: number;
    StartInterval?: number;
  };
  Shell?: string[] | null;
}

/** Streams a container's output until it exits or `signal` aborts. */
export async function* followOutput(
  container: Docker.Container,
  signal: AbortSignal,
): AsyncGenerator<LogFrame> {
  try {
    const stream = await container.logs({ follow: true, stdout: true, stderr: true, abortSignal: signal });
    yield* logFrames(stream as unknown as AsyncIterable<Uint8Array>);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The last lines of a container's output, of both streams in order or of one; at most `maxBytes`. */
export async function lastOutput(
  container: Docker.Container,
  lines: number,
  maxBytes: number,
  only?: LogFrame['stream'],
): Promise<string> {
  const answer = await container.logs({ stdout: only !== 'stderr', stderr: only !== 'stdout', tail: lines });
  let text = '';
  for await (const { bytes } of logFrames([answer] as unknown as AsyncIterable<Uint8Array>))
    text = tailOf(text + Buffer.from(bytes).toString(), maxBytes);
  return text.replaceAll('\0', '\uFFFD');
}

/** Number of the signal that stops a container; undefined if Linux on this machine does not have it. */
export async function stopSignalOf(container: Docker.Container): Promise<number | undefined> {
  const { StopSignal = 'SIGTERM' } = (await container.inspect()).Config as { StopSignal?: string };
  if (/^\d+$/.test(StopSignal)) return Number(StopSignal);
  const name = StopSignal.toUpperCase();
  return constants.signals[(name.startsWith('SIG') ? name : `SIG${name}`) as NodeJS.Signals];
}

/** Sends the image's stop signal, and SIGKILL when `deadline` aborts. Returns when the container has exited. */
export async function stopContainer(container: Docker.Container, deadline: AbortSignal): Promise<void> {
  // If the kill fails, the stop below does not return.
  const kill = () => void killContainer(container).catch(() => undefined);
  deadline.addEventListener('abort', kill, { once: true });
  if (deadline.aborted) kill();
  try {
    // Without the engine's own time limit, which is measured in wall-clock time.
    await container.stop({ t: -1 });
  } catch (error) {
    // It has exited in the meantime.
    if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 304)) throw error;
  } finally {
    deadline.removeEventListener('abort', kill);
  }
}

/** Sends SIGKILL. It is not an error if the container has already exited. */
export async function killContainer(container: Docker.Container): Promise<void> {
  try {
    await container.kill();
  } catch (error) {
    const ended = error instanceof Error && 'statusCode' in error && error.statusCode === 409;
    if (!ended) throw error;
  }
}

/** Removes a container, running or not, with its anonymous volumes. It is not an error if it no longer exists. */
export function removeContainer(container: Docker.Container): Promise<void> {
  return ignoringNotFound(container.remove({ force: true, v: true }));
}

/** Removes every container, network and volume of a run, running or not. */
export async function removeContainersOf(engine: Docker, runId: string): Promise<void> {
  const filters = { label: [`${runLabel}=${runId}`] };
  const containers = await engine.listContainers({ all: true, filters });
  const networks = await engine.listNetworks({ filters });
  if (containers.length + networks.length > maxPerRun) {
    throw new PlatformError(
      'engine-lost',
      'The engine of your sandbox gave an invalid answer. This is our fault; run it again.',
      { detail: `${containers.length} containers and ${networks.length} networks of one run` },
    );
  }
  await Promise.all(containers.map(({ Id }) => removeContainer(engine.getContainer(Id))));
  await Promise.all(networks.map(({ Id }) => ignoringNotFound(engine.getNetwork(Id).remove())));
  const { Volumes } = await engine.listVolumes({ filters });
  await Promise.all(Volumes.map(({ Name }) => ignoringNotFound(engine.getVolume(Name).remove())));
}

async function ignoringNotFound(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
