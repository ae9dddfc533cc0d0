import type { GpuEvidence } from '@dfm/grading';
import { connectEngine } from '../engine/connect.ts';
import { type GpuAttachment, simulatedDevice } from '../gpu/attachment.ts';
import type { GpuLease } from '../gpu/gpu-leases.ts';
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

const simulatedNotice = 'Simulated GPU: no node with a GPU ran this. A stand-in for the driver took its place and computed on the CPU: what it shows is whether the image would reach a GPU, not how it runs on one.';

/**
 * Does a piece of a run with the run's sandbox started again with a GPU, and without it when the piece is done. The device stays
 * with the run from before the one start until after the other, or until the sandbox is destroyed: no two learners have it at once.
 * `scope` goes on with the sandbox as it then runs.
 */
export async function onGpu<T extends { kind: string }>(scope: RunScope, setting: GpuSetting, work: (watch: GpuWatch, scope: RunScope) => Promise<T>): Promise<{ value: T; evidence: GpuEvidence }> {
  const lease = await leaseOf(scope, setting);
  try {
    const watched = lease === undefined ? scope : { ...scope, signal: AbortSignal.any([scope.signal, lease.signal]) };
    const attachment: GpuAttachment = lease === undefined ? { kind: 'simulated', libcuda: await compileSimulatedDriver(scope.engine, scope.runId, scope.signal) } : { kind: 'device', uuid: lease.device.uuid, via: setting.gpus!.via };
    const driver = await restart(watched, setting.pool, attachment);
    Object.assign(scope, { sandbox: watched.sandbox, engine: watched.engine });
    const simulated = lease === undefined || setting.gpus!.simulated;
    if (simulated) setting.notice(simulatedNotice);
    const watch = new GpuWatch(scope.sandbox, driver, lease?.device ?? simulatedDevice, simulated);
    const settled = await Promise.allSettled([work(watch, watched)]);
    const evidence = await watch.evidence();
    if (settled[0].status === 'rejected') throw settled[0].reason;
    const { value } = settled[0];
    // After a limit was reached the engine may have ended; such a sandbox is not used again.
    if (value.kind === 'ended') {
      await requireWritten(scope.sandbox);
      await setting.pool.release(scope.sandbox, 'discard');
    } else await restart(scope, setting.pool, undefined);
    return { value, evidence };
  } catch (error) {
    // It may still have the device: it has to be gone before the lease is.
    await setting.pool.release(scope.sandbox, 'discard');
    throw error;
  } finally {
    lease?.release();
  }
}

async function restart(scope: RunScope, pool: SandboxPool, gpu: GpuAttachment | undefined) {
  // The sandbox's account of the host's disk ends here.
  await requireWritten(scope.sandbox);
  const { sandbox, driver } = await pool.restart(scope.sandbox, gpu);
  scope.sandbox = sandbox;
  scope.engine = connectEngine(sandbox.engineSocket);
  return driver;
}

/** Waits for a device of the node; undefined where there is none. */
async function leaseOf(scope: RunScope, { gpus, learnerKey }: GpuSetting): Promise<GpuLease | undefined> {
  if (gpus === undefined) return undefined;
  const taking = gpus.leases.take(learnerKey, scope.signal);
  const others = gpus.leases.waiting - 1;
  if (others >= 0) scope.emit({ type: 'notice', message: `Waiting for a GPU of this node${others === 0 ? '' : `, as ${others === 1 ? 'one other does' : `${others} others do`}`}. It goes first to whom it served longest ago.` });
  return taking;
}
