import { availableParallelism, arch, freemem, loadavg } from 'node:os';
import type { RunnerInfo } from '@dfm/contracts';
import type { Engine } from '../engine/engine-types.ts';
import type { RunnerEnv } from '../env.ts';
import { nodeIsolation } from '../sandbox/node-isolation.ts';
import type { NodeGpus } from '../gpu/gpu-device.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

const bytesPerMb = 1024 * 1024;
const unknown = 'unknown';

/** What a runner tells the site of its node. Its processor's kind, as image platforms name it, is always among the labels, and `gpu` where containers can have one. */
export async function describeNode(env: RunnerEnv, host: Engine, pool: SandboxPool, lastFault: RunnerInfo['lastFault'], gpus?: NodeGpus): Promise<RunnerInfo> {
  const [version, room, isolation] = await Promise.allSettled([host.version(), pool.room(), nodeIsolation(host, env)]);
  const reasons = [version, room, isolation].flatMap((told) => (told.status === 'rejected' ? [String(told.reason).slice(0, 300)] : []));
  return {
    name: env.RUNNER_NAME,
    labels: [...new Set([...env.RUNNER_LABELS.filter((label) => label !== 'gpu'), platformOf(arch()), ...(gpus === undefined ? [] : ['gpu'])])],
    engineVersion: pool.engineVersion() ?? unknown,
    hostEngineVersion: version.status === 'fulfilled' ? version.value.Version : unknown,
    sandboxes: pool.stats(),
    health: { ok: reasons.length === 0, reasons },
    isolation: isolation.status === 'fulfilled' ? isolation.value : {},
    load: {
      cpus: availableParallelism(),
      oneMinute: loadavg()[0]!,
      memoryFreeMb: Math.floor(freemem() / bytesPerMb),
      diskFreeMb: room.status === 'fulfilled' ? Math.floor(room.value.freeBytes / bytesPerMb) : 0,
    },
    ...(gpus === undefined ? {} : { gpus: { devices: gpus.devices, via: gpus.via, simulated: gpus.simulated } }),
    ...(lastFault === undefined ? {} : { lastFault }),
  };
}

function platformOf(nodeArch: string): string {
  return nodeArch === 'x64' ? 'amd64' : nodeArch;
}
