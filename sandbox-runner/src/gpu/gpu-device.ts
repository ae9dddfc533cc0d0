/** A GPU of the node, or a slice of one (MIG), which is used by one run at a time. */
export interface GpuDevice {
  /** `GPU-…`, or `MIG-…` for a slice. */
  uuid: string;
  /** The driver's name for it; for a slice with its profile, such as `NVIDIA A100-SXM4-40GB MIG 3g.20gb`. */
  name: string;
  /** In MiB. For a slice, the whole GiB of its profile. */
  memoryMb: number;
  /** Version of the node's driver, such as `550.54.14`. */
  driver: string;
  /** Such as `8.0`. */
  computeCapability: string;
}

export interface NodeGpus {
  devices: GpuDevice[];
  /** What tells which files of the driver a GPU needs; `kubernetes` if each pod gets one for itself. */
  via: 'nvidia-ctk' | 'kubernetes';
  /** Whether the devices are stand-ins. Runs on them test the code path but say nothing about a real GPU. */
  simulated: boolean;
}

/** The GPU that a sandbox was made with, which no other sandbox uses. */
export interface OwnGpu {
  device: GpuDevice;
  /** As in `NodeGpus`. */
  simulated: boolean;
}

/** Whether a device is a stand-in, which its name states. */
export function isSimulated({ name }: Pick<GpuDevice, 'name'>): boolean {
  return name.startsWith('Simulated ');
}
