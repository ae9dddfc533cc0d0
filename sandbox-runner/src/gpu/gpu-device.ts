/** A GPU of the node, or a slice of one (MIG), that one run at a time may have. */
export interface GpuDevice {
  /** `GPU-…`, or `MIG-…` of a slice. */
  uuid: string;
  /** As the driver names it; of a slice with its profile, `NVIDIA A100-SXM4-40GB MIG 3g.20gb`. */
  name: string;
  /** In MiB; of a slice as its profile says, in GiB. */
  memoryMb: number;
  /** Version of the node's driver, such as `550.54.14`. */
  driver: string;
  /** Such as `8.0`. */
  computeCapability: string;
}

export interface NodeGpus {
  devices: GpuDevice[];
  /** How the node's engine hands a device to a container. */
  via: 'cdi' | 'nvidia-runtime';
  /** Stand-ins: what runs on them proves the path and nothing about a GPU. */
  simulated: boolean;
}
