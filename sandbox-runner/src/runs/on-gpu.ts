import type { GpuEvidence } from '@dfm/grading';
import { type GpuAttachment, simulatedDevice } from '../gpu/attachment.ts';
import type { GpuLease } from '../gpu/gpu-leases.ts';
import type { DriverBinds } from '../gpu/injected-driver.ts';
import type { SharedGpus } from '../gpu/node-gpus.ts';
import { compileSimulatedDriver } from '../gpu/simulated-driver.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { GpuWatch } from './gpu-watch.ts';
import { requireWritten } from './limit-reached.ts';
import type { RunScope } from './run-scope.ts';

export interface GpuSetting {
  pool: SandboxPool;
  /** Absent on a node without a GPU: the stand-in takes its place. */
  gpus: SharedGpus | undefined;
  learnerKey: string;
  /** Told what the result has to say of the GPU. */
  notice: (message: string) => void;
}

const simulatedNotice =
  'Simulated GPU: no node with a GPU ran this. A stand-in for the driver took its place and computed on the CPU: what it shows is whether the image would reach a GPU, not how it runs on one.';

/**
 * Does a piece of a run with the run's sandbox started again with a GPU, and without it when the piece is
 * done; `scope` goes on with the sandbox as it then runs. The device stays with the run from before the one
 * start until after the other: no two learners have it at once. After a failure, or a limit that ended the
 * piece, sandbox and device are still the run's (`scope.gpuLease`): who destroys the one releases the other.
 */
export async function onGpu<T extends { kind: string }>(
  scope: RunScope,
  setting: GpuSetting,
  work: (watch: GpuWatch, scope: RunScope) => Promise<T>,
): Promise<{ value: T; evidence: GpuEvidence }> {
  const { pool, gpus, notice } = setting;
  const lease = await leaseOf(scope, setting);
  scope.gpuLease = lease;
  const attachment: GpuAttachment =
    lease === undefined
      ? { kind: 'simulated', libcuda: await compileSimulatedDriver(scope.engine, scope.runId, scope.signal) }
      : { kind: 'device', uuid: lease.device.uuid, via: gpus!.via };
  const driver = await restart(scope, pool, attachment);
  const simulated = lease === undefined || gpus!.simulated;
  if (simulated) notice(simulatedNotice);
  const watch = new GpuWatch(scope.sandbox, driver, lease?.device ?? simulatedDevice, simulated);
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
  // The sandbox's account of the host's disk ends here.
  await requireWritten(sandbox);
  return pool.restart(sandbox, gpu);
}

/** Waits for a device of the node; undefined where there is none. */
async function leaseOf(scope: RunScope, { gpus, learnerKey }: GpuSetting): Promise<GpuLease | undefined> {
  if (gpus === undefined) return undefined;
  const taking = gpus.leases.take(learnerKey, scope.signal);
  const others = gpus.leases.waiting - 1;
  if (others >= 0)
    scope.emit({
      type: 'notice',
      message: `Waiting for a GPU of this node${others === 0 ? '' : `, as ${others === 1 ? 'one other does' : `${others} others do`}`}. It goes first to whom it served longest ago.`,
    });
  return taking;
}
