import { statfs } from 'node:fs/promises';
import { availableParallelism, arch, freemem, loadavg } from 'node:os';
import type { RunnerInfo } from '@dfm/contracts';
import type { Engine } from '../engine/engine-types.ts';
import type { RunnerEnv } from '../env.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

const bytesPerMb = 1024 * 1024;
const unknown = 'unknown';

/** What a runner tells the site of its node. Its processor's kind, as image platforms name it, is always among the labels. */
export async function describeNode(env: RunnerEnv, host: Engine, pool: SandboxPool, lastFault: RunnerInfo['lastFault']): Promise<RunnerInfo> {
  const [version, disk] = await Promise.all([host.version().catch(() => undefined), statfs(env.DATA_DIR)]);
  return {
    name: env.RUNNER_NAME,
    labels: [...new Set([...env.RUNNER_LABELS, platformOf(arch())])],
    engineVersion: pool.engineVersion() ?? unknown,
    hostEngineVersion: version?.Version ?? unknown,
    sandboxes: pool.stats(),
    health: version === undefined ? { ok: false, reasons: [`the node's Docker Engine at ${env.DOCKER_SOCKET} does not answer`] } : { ok: true, reasons: [] },
    isolation: {},
    load: { cpus: availableParallelism(), oneMinute: loadavg()[0]!, memoryFreeMb: Math.floor(freemem() / bytesPerMb), diskFreeMb: Math.floor((disk.bavail * disk.bsize) / bytesPerMb) },
    ...(lastFault === undefined ? {} : { lastFault }),
  };
}

function platformOf(nodeArch: string): string {
  return nodeArch === 'x64' ? 'amd64' : nodeArch;
}
