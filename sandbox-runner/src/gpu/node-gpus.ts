import { maxMs } from '../clock/container-clock.ts';
import type { RunnerEnv } from '../config/env.ts';
import type { Engine } from '../engine/engine-types.ts';
import { detectGpus } from './detect.ts';
import type { NodeGpus } from './gpu-device.ts';
import { GpuLeases } from './gpu-leases.ts';

/** The GPUs of this node, shared by its runs. */
export interface SharedGpus extends NodeGpus {
  leases: GpuLeases;
}

const startsPerLease = 2;

/**
 * @param limits of a run. A lease lasts as long as the maximum time of the run phase and the sandbox's
 *   starts.
 */
export function shareGpus(
  gpus: NodeGpus,
  limits: Pick<RunnerEnv, 'RUN_PROBE_SECONDS' | 'SANDBOX_START_SECONDS'>,
): SharedGpus {
  const seconds =
    maxMs(limits.RUN_PROBE_SECONDS * 1_000) / 1_000 + startsPerLease * limits.SANDBOX_START_SECONDS;
  return { ...gpus, leases: new GpuLeases(gpus.devices, seconds * 1_000) };
}

/**
 * The GPUs of an engine's node; undefined if there are none that a container can use.
 *
 * @param onUnusable called with the reason if there are GPUs that cannot be used, and what to do
 */
export async function findNodeGpus(
  host: Engine,
  limits: Parameters<typeof shareGpus>[1],
  onUnusable: (why: string) => void,
): Promise<SharedGpus | undefined> {
  const info = await host.info().catch(() => undefined);
  if (info === undefined) {
    onUnusable(
      'The engine did not answer during GPU detection. No GPU is used until the runner is restarted.',
    );
    return undefined;
  }
  const detection = await detectGpus(info);
  if (detection.kind === 'unusable') onUnusable(detection.why);
  return detection.kind === 'usable' ? shareGpus(detection.gpus, limits) : undefined;
}
