import type { ContainerSpec } from '../engine/engine-types.ts';
import type { DriverFiles } from './driver-files.ts';
import { libraryDir } from './driver-names.ts';
import type { GpuDevice } from './gpu-device.ts';

/**
 * The GPU that a sandbox gets: one device of the node, the one that it was made with, or the stand-in with
 * this libcuda.
 */
export type GpuAttachment =
  | { kind: 'device'; driver: DriverFiles }
  | { kind: 'own' }
  | { kind: 'simulated'; libcuda: Uint8Array };

/** The stand-in, with the same data as in images/simulated-gpu. */
export const simulatedDevice: GpuDevice = {
  uuid: 'GPU-00000000-0000-0000-0000-000000000000',
  name: 'Simulated GPU',
  memoryMb: 1_024,
  driver: '550.54.14',
  computeCapability: '9.0',
};
/** Device nodes of the stand-in: each is the kernel's null device under an NVIDIA name. */
const simulatedNodes = ['/dev/nvidia0', '/dev/nvidiactl'];

type HostConfig = Required<ContainerSpec>['HostConfig'];

/**
 * The container configuration that attaches exactly this device.
 *
 * @param driverDir folder on the host with the stand-in's files
 * @throws Error for the GPU of a pod
 */
export function gpuHostConfig(
  gpu: GpuAttachment | undefined,
  driverDir: string,
): Pick<HostConfig, 'Devices' | 'Binds' | 'Mounts'> {
  if (gpu === undefined) return {};
  if (gpu.kind === 'own') throw new Error('a container of the Docker Engine is made without a GPU');
  if (gpu.kind === 'simulated') {
    return {
      Devices: simulatedNodes.map((node) => ({
        PathOnHost: '/dev/null',
        PathInContainer: node,
        CgroupPermissions: 'rw',
      })),
      Binds: [
        `${driverDir}/libcuda.so:${libraryDir}/libcuda.so.${simulatedDevice.driver}:ro`,
        `${driverDir}/nvidia-smi:/usr/bin/nvidia-smi:ro`,
      ],
    };
  }
  return {
    Devices: gpu.driver.nodes.map(({ host, container }) => ({
      PathOnHost: host,
      PathInContainer: container,
      CgroupPermissions: 'rw',
    })),
    // For a file that an update of the driver has removed, a bind would create a folder on the host.
    Mounts: gpu.driver.files.map(({ host, container }) => ({
      Type: 'bind',
      Source: host,
      Target: container,
      ReadOnly: true,
    })),
  };
}
