import { constants } from 'node:os';
import { PlatformError } from '@dfm/contracts';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type Docker from 'dockerode';
import { logFrames, type LogFrame } from './log-frames.ts';
import { isNotFound } from './not-found.ts';
import { isPlatformStartFault, startFailure } from './start-failure.ts';
import { tailOf } from './truncate.ts';

/** Label on everything a run makes in an engine, with the run's id. */
const runLabel = 'dfm.run';
/** Containers and networks: a run makes a few. */
const maxOfRun = 100;
/** What the engine keeps of a container's health checks, and of what each printed. */
const keptProbes = 5;
const keptOutputLength = 4_096;

export interface ContainerSpec {
  runId: string;
  image: string;
  network: string;
  memoryMib: number;
  pids: number;
  /** Root filesystem read-only, /tmp a tmpfs, and another user than the image names. */
  hardened?: { user: string };
  /** Instead of what the image starts. */
  command?: string[];
  /** Beside what the image sets. */
  env?: Readonly<Record<string, string>>;
  /** `source:target[:ro]`; the source is a path inside the sandbox or a volume's name. */
  binds?: readonly string[];
}

export interface ContainerState {
  running: boolean;
  /** Of its process 1, as the engine sees it, while it runs. */
  pid: number | undefined;
  /** Once it ended. */
  exitCode: number | undefined;
  oomKilled: boolean;
  /** Address in the run's network while it runs. */
  ip: string | undefined;
  health: HealthState | undefined;
  startedAtMs: number;
}

/** What the engine recorded of an image's HEALTHCHECK. Times are milliseconds since 1970. */
interface HealthState {
  status: 'healthy' | 'unhealthy' | 'starting';
  probes: { startMs: number; endMs: number; exitCode: number; output: string }[];
}

/** An image's HEALTHCHECK, with what Docker 26 takes for what it leaves out. */
export interface HealthSettings {
  /** As the engine runs it in the container. */
  command: string[];
  intervalMs: number;
  timeoutMs: number;
  /** Failures in a row that make it unhealthy. */
  retries: number;
  /** Failures that early do not count. */
  startPeriodMs: number;
  /**
   * Between checks within the start period, until one passes; left out, the interval. (Docker's reference
   * says 5 s, which later engines take.)
   */
  startIntervalMs: number;
}

/** Creates a network of which the run's containers are the only members. It leads nowhere. */
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
 * Creates an empty volume. A container that mounts it where its image has a folder finds that folder's
 * content and owner.
 */
export async function createVolume(engine: Docker, runId: string): Promise<string> {
  const name = `run-${runId}`;
  await engine.createVolume({ Name: name, Labels: { [runLabel]: runId } });
  return name;
}

/** Creates a container without capabilities and without a way to new ones. It is not started. */
export async function createContainer(engine: Docker, spec: ContainerSpec): Promise<Docker.Container> {
  const { hardened, command, env, binds } = spec;
  return engine.createContainer({
    Image: spec.image,
    ...(command === undefined ? {} : { Entrypoint: [], Cmd: command }),
    ...(env === undefined ? {} : { Env: Object.entries(env).map(([name, value]) => `${name}=${value}`) }),
    Labels: { [runLabel]: spec.runId },
    ...(hardened === undefined ? {} : { User: hardened.user }),
    HostConfig: {
      NetworkMode: spec.network,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: spec.memoryMib * bytesPerMib,
      MemorySwap: spec.memoryMib * bytesPerMib,
      PidsLimit: spec.pids,
      // When the sandbox's memory runs out, the container dies before the engine does, however small its
      // processes are.
      OomScoreAdj: 1_000,
      ...(binds === undefined ? {} : { Binds: [...binds] }),
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
  /** In the engine's words. */
  why: string;
  /** Whether the platform is to blame rather than the image. */
  isPlatformFault: boolean;
}

/** @returns undefined when it started, else why not */
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

/** @returns undefined where the image has no HEALTHCHECK */
export async function healthSettings(container: Docker.Container): Promise<HealthSettings | undefined> {
  const { Healthcheck, Shell } = (await container.inspect()).Config as ConfigWithHealth;
  const [kind, ...words] = Healthcheck?.Test ?? [];
  if (Healthcheck === undefined || (kind !== 'CMD' && kind !== 'CMD-SHELL')) return undefined;
  const { Interval, Timeout, Retries, StartPeriod, StartInterval } = Healthcheck;
  const intervalMs = (Interval || 30e9) / 1e6;
  const shell = Shell === undefined || Shell === null || Shell.length === 0 ? ['/bin/sh', '-c'] : Shell;
  return {
    command: kind === 'CMD' ? words : [...shell, ...words],
    intervalMs,
    timeoutMs: (Timeout || 30e9) / 1e6,
    retries: Retries || 3,
    startPeriodMs: (StartPeriod || 0) / 1e6,
    startIntervalMs: StartInterval ? StartInterval / 1e6 : intervalMs,
  };
}

/** What an engine of API 1.44 and later says, times in nanoseconds. */
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

/** A container's output as it comes, until it ends or `signal` aborts. */
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

/** The last lines a container printed, both streams in order or one alone; at most `maxBytes` of them. */
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

/** Number of the signal that stops a container; undefined for one that Linux on this machine does not know. */
export async function stopSignalOf(container: Docker.Container): Promise<number | undefined> {
  const { StopSignal = 'SIGTERM' } = (await container.inspect()).Config as { StopSignal?: string };
  if (/^\d+$/.test(StopSignal)) return Number(StopSignal);
  const name = StopSignal.toUpperCase();
  return constants.signals[(name.startsWith('SIG') ? name : `SIG${name}`) as NodeJS.Signals];
}

/** Sends the image's stop signal, and SIGKILL when `deadline` aborts. Returns when the container has ended. */
export async function stopContainer(container: Docker.Container, deadline: AbortSignal): Promise<void> {
  // Failing to kill it shows in the stop, which does not return.
  const kill = () => void killContainer(container).catch(() => undefined);
  deadline.addEventListener('abort', kill, { once: true });
  if (deadline.aborted) kill();
  try {
    // No time limit of the engine's own: it goes by the clock on the wall.
    await container.stop({ t: -1 });
  } catch (error) {
    // It has ended meanwhile.
    if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 304)) throw error;
  } finally {
    deadline.removeEventListener('abort', kill);
  }
}

/** Sends SIGKILL. A container that has ended already is no failure. */
export async function killContainer(container: Docker.Container): Promise<void> {
  try {
    await container.kill();
  } catch (error) {
    const ended = error instanceof Error && 'statusCode' in error && error.statusCode === 409;
    if (!ended) throw error;
  }
}

/** Removes a container, running or not, with its anonymous volumes. One that is gone already is no failure. */
export function removeContainer(container: Docker.Container): Promise<void> {
  return ignoringNotFound(container.remove({ force: true, v: true }));
}

/** Removes every container, network and volume of a run, running or not. */
export async function removeContainersOf(engine: Docker, runId: string): Promise<void> {
  const filters = { label: [`${runLabel}=${runId}`] };
  const containers = await engine.listContainers({ all: true, filters });
  const networks = await engine.listNetworks({ filters });
  if (containers.length + networks.length > maxOfRun) {
    throw new PlatformError(
      'engine-lost',
      'The engine of your sandbox gave an answer that cannot be true. This is our fault; run it again.',
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
