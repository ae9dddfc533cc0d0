import type { GpuEvidence } from '@dfm/grading';
import { type GpuAttachment, simulatedDevice } from '../gpu/attachment.ts';
import type { OwnGpu } from '../gpu/gpu-device.ts';
import type { GpuLease } from '../gpu/gpu-leases.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import type { SharedGpus } from '../gpu/node-gpus.ts';
import { compileSimulatedDriver } from '../gpu/simulated-driver.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { GpuWatch } from './gpu-watch.ts';
import { requireUndisturbed } from './limit-reached.ts';
import type { RunScope } from './run-scope.ts';

export interface GpuSetting {
  pool: SandboxPool;
  /** Absent on a node without a GPU, where the stand-in is used, and if sandboxes have GPUs of their own. */
  gpus: SharedGpus | undefined;
  learnerKey: string;
  /** Called with what the result must state about the GPU. */
  notice: (message: string) => void;
}

const simulatedNotice =
  'Simulated GPU: this did not run on a node with a GPU. The container had a stand-in for the driver, which has memory and no processors. It shows whether programs would reach a GPU, and counts the memory they allocate. What has to be computed on a GPU was not measured and gave no points.';

/**
 * Does a part of a run with the run's sandbox restarted with a GPU, and restarts it without the GPU
 * afterwards; `scope` stays valid across restarts. The run holds the device from before the first restart
 * until after the second, so no two learners have it at once. After a failure, or a limit that ended the
 * part, the run still has the sandbox and the device (`scope.gpuLease`): the code that destroys the sandbox
 * releases the device.
 */
export async function onGpu<T extends { kind: string }>(
  scope: RunScope,
  setting: GpuSetting,
  work: (watch: GpuWatch, scope: RunScope) => Promise<T>,
): Promise<{ value: T; evidence: GpuEvidence }> {
  const { pool, notice } = setting;
  const { gpu, attachment, lease } = await gpuOf(scope, setting);
  const driver = await restart(scope, pool, attachment);
  if (gpu.simulated) notice(simulatedNotice);
  const watch = new GpuWatch(scope.sandbox, driver, gpu);
  const watched =
    lease === undefined ? scope : { ...scope, signal: AbortSignal.any([scope.signal, lease.signal]) };
  const [settled] = await Promise.allSettled([work(watch, watched)]);
  const evidence = await watch.evidence();
  if (settled.status === 'rejected') throw settled.reason;
  if (settled.value.kind !== 'ended') {
    await restart(scope, pool, undefined);
    lease?.release();
    scope.gpuLease = undefined;
  }
  return { value: settled.value, evidence };
}

async function restart(
  { sandbox }: RunScope,
  pool: SandboxPool,
  gpu: GpuAttachment | undefined,
): Promise<DriverBinds> {
  // A restart closes the sandbox's account, which includes the state of the host's disk.
  await requireUndisturbed(sandbox);
  return pool.restart(sandbox, gpu);
}

/** The sandbox's own GPU, otherwise a device of the node, for which this waits, otherwise the stand-in. */
async function gpuOf(
  scope: RunScope,
  setting: GpuSetting,
): Promise<{ gpu: OwnGpu; attachment: GpuAttachment; lease?: GpuLease }> {
  const own = scope.sandbox.gpu;
  if (own !== undefined) return { gpu: own, attachment: { kind: 'own' } };
  const lease = await leaseOf(scope, setting);
  scope.gpuLease = lease;
  if (lease !== undefined) {
    const { driver, simulated } = setting.gpus!;
    const { device } = lease;
    const attachment = { kind: 'device', driver: driver.get(device.uuid)! } as const;
    return { gpu: { device, simulated }, attachment, lease };
  }
  const libcuda = await compileSimulatedDriver(scope.engine, scope.runId, scope.signal);
  return {
    gpu: { device: simulatedDevice, simulated: true },
    attachment: { kind: 'simulated', libcuda },
  };
}

/** Waits for a device of the node; undefined if it has none. */
async function leaseOf(scope: RunScope, { gpus, learnerKey }: GpuSetting): Promise<GpuLease | undefined> {
  if (gpus === undefined) return undefined;
  const lease = gpus.leases.take(learnerKey, scope.signal);
  const others = gpus.leases.waiting - 1;
  if (others >= 0)
    scope.emit({
      type: 'notice',
      message: `Waiting for a GPU of this node${others === 0 ? '' : `, with ${others === 1 ? 'one other run' : `${others} other runs`}`}. The next one goes to the learner whose last turn was longest ago.`,
    });
  return lease;
}
