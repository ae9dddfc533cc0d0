import type { NodeGpus } from './gpu-device.ts';
import { GpuLeases } from './gpu-leases.ts';

/** The GPUs of this node as its runs share them. */
export interface SharedGpus extends NodeGpus {
  leases: GpuLeases;
}

/** @param leaseSeconds how long a run may hold a device: the run phase's own limit and the sandbox's two starts fit in */
export function shareGpus(gpus: NodeGpus, leaseSeconds: number): SharedGpus {
  return { ...gpus, leases: new GpuLeases(gpus.devices, leaseSeconds * 1_000) };
}
