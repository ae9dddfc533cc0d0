import { availableParallelism, arch, freemem, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerInfo } from '@dfm/contracts';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../config/env.ts';
import type { NodeGpus } from '../gpu/gpu-device.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';

/** An engine that hangs accepts a request and never answers. */
const answerMs = 5_000;
const unknown = 'unknown';

export interface DescribedNode {
  env: RunnerEnv;
  host: SandboxHost;
  pool: SandboxPool;
  health: RunnerInfo['health'];
  lastFault: RunnerInfo['lastFault'];
  gpus: NodeGpus | undefined;
  /** Names of the base images that this node will have. */
  bases: readonly string[];
}

/**
 * The information that a runner reports about its node. The labels always include the processor architecture,
 * named as in image platforms, and `gpu` if containers can use one.
 */
export async function describeNode({
  env,
  host,
  pool,
  health,
  lastFault,
  gpus,
  bases,
}: DescribedNode): Promise<RunnerInfo> {
  const [version, room, isolation] = await Promise.all([
    withinTime(host.engineVersion()),
    withinTime(pool.room()),
    withinTime(host.isolation()),
  ]);
  return {
    name: env.RUNNER_NAME,
    labels: [
      ...new Set([
        ...env.RUNNER_LABELS.filter((label) => label !== 'gpu'),
        platformOf(arch()),
        ...(gpus === undefined ? [] : ['gpu']),
      ]),
    ],
    engineVersion: pool.engineVersion() ?? unknown,
    hostEngineVersion: version ?? unknown,
    sandboxes: pool.stats(),
    runsAtOnce: env.RUNS_AT_ONCE,
    terminalsAtOnce: env.TERMINALS_AT_ONCE,
    health,
    isolation: isolation ?? {},
    load: {
      cpus: availableParallelism(),
      oneMinute: loadavg()[0]!,
      memoryFreeMb: Math.floor(freemem() / bytesPerMib),
      diskFreeMb: Math.floor((room?.freeBytes ?? 0) / bytesPerMib),
    },
    reservedFor: env.KUBERNETES_GPU_RESOURCE === undefined ? [] : ['gpu'],
    basesToCome: bases.filter((name) => !pool.template().bases.includes(name)),
    ...(gpus === undefined
      ? {}
      : { gpus: { devices: gpus.devices, via: gpus.via, simulated: gpus.simulated } }),
    ...(lastFault === undefined ? {} : { lastFault }),
  };
}

/** Resolves to undefined if the information is not available in time; `health` reports why. */
function withinTime<T>(information: Promise<T>): Promise<T | undefined> {
  return Promise.race([information.catch(() => undefined), delay(answerMs, undefined, { ref: false })]);
}

function platformOf(nodeArch: string): string {
  return nodeArch === 'x64' ? 'amd64' : nodeArch;
}
