import { statfs } from 'node:fs/promises';
import { availableParallelism, arch, freemem, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerInfo } from '@dfm/contracts';
import type { Engine } from '../engine/engine-types.ts';
import type { RunnerEnv } from '../env.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

const bytesPerMb = 1024 * 1024;
const answerMs = 5_000;
const unknown = 'unknown';

/** What a runner tells the site of its node. Its processor's kind, as image platforms name it, is always among the labels. */
export async function describeNode(env: RunnerEnv, host: Engine, pool: SandboxPool, health: RunnerInfo['health'], lastFault: RunnerInfo['lastFault']): Promise<RunnerInfo> {
  // An engine that hangs takes the question and never answers.
  const [version, disk] = await Promise.all([Promise.race([host.version().catch(() => undefined), delay(answerMs, undefined, { ref: false })]), statfs(env.DATA_DIR).catch(() => undefined)]);
  return {
    name: env.RUNNER_NAME,
    labels: [...new Set([...env.RUNNER_LABELS, platformOf(arch())])],
    engineVersion: pool.engineVersion() ?? unknown,
    hostEngineVersion: version?.Version ?? unknown,
    sandboxes: pool.stats(),
    health,
    isolation: {},
    load: { cpus: availableParallelism(), oneMinute: loadavg()[0]!, memoryFreeMb: Math.floor(freemem() / bytesPerMb), diskFreeMb: disk === undefined ? 0 : Math.floor((disk.bavail * disk.bsize) / bytesPerMb) },
    ...(lastFault === undefined ? {} : { lastFault }),
  };
}

function platformOf(nodeArch: string): string {
  return nodeArch === 'x64' ? 'amd64' : nodeArch;
}
