import { maxMs } from '../clock/container-clock.ts';
import type { RunnerEnv } from '../config/env.ts';
import { runCommand } from '../host/command.ts';
import { detectGpus, type UsableGpus } from './detect.ts';
import { GpuLeases } from './gpu-leases.ts';

/** The GPUs of this node, shared by its runs. */
export interface SharedGpus extends UsableGpus {
  leases: GpuLeases;
}

const startsPerLease = 2;

/**
 * @param limits of a run. A lease lasts as long as the maximum time of the run phase and the sandbox's
 *   starts.
 */
export function shareGpus(
  gpus: UsableGpus,
  limits: Pick<RunnerEnv, 'RUN_PROBE_SECONDS' | 'SANDBOX_START_SECONDS'>,
): SharedGpus {
  const seconds =
    maxMs(limits.RUN_PROBE_SECONDS * 1_000) / 1_000 + startsPerLease * limits.SANDBOX_START_SECONDS;
  return { ...gpus, leases: new GpuLeases(gpus.devices, seconds * 1_000) };
}

/**
 * The GPUs of this machine; undefined if there are none that a container can use, or if sandboxes are pods of
 * a cluster, which may have GPUs of their own.
 *
 * @param onUnusable called with the reason if there are GPUs that cannot be used, and what to do
 */
export async function findNodeGpus(
  env: Parameters<typeof shareGpus>[1] & Pick<RunnerEnv, 'SANDBOX_BACKEND'>,
  onUnusable: (why: string) => void,
): Promise<SharedGpus | undefined> {
  if (env.SANDBOX_BACKEND !== 'docker') return undefined;
  await loadUnifiedMemory();
  const detection = await detectGpus();
  if (detection.kind === 'unusable') onUnusable(detection.why);
  return detection.kind === 'usable' ? shareGpus(detection.gpus, env) : undefined;
}

/**
 * Loads the kernel module that programs which compute need. Otherwise the first of them would load it, which
 * none in a container can. The program is part of the driver.
 */
async function loadUnifiedMemory(): Promise<void> {
  await runCommand('nvidia-modprobe', ['-u', '-c', '0']).catch(() => {});
}
