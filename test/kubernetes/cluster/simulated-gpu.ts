import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { simulatedDevice } from '../../../sandbox-runner/src/gpu/attachment.ts';
import { libraryDir } from '../../../sandbox-runner/src/gpu/driver-names.ts';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';
import { clusterHome } from './home.ts';

const devices = ['/dev/nvidia0', '/dev/nvidiactl'];
const file = (name: string) => join(clusterHome().simulatedGpu, name);

/** The only GPU of the node, which is simulated. */
export const simulatedGpu = {
  resource: 'example.com/simulated-gpu',
  /** What a pod with the GPU gets: a file or device of the node, and its path in the pod. */
  files: [
    ...devices.map((path) => [path, path] as const),
    [file('libcuda.so'), `${libraryDir}/libcuda.so.${simulatedDevice.driver}`] as const,
    [file('nvidia-smi'), '/usr/bin/nvidia-smi'] as const,
  ],
};

/**
 * Gives the node a /dev of its own, in which the null device also has NVIDIA's names. A device in a user
 * namespace is a mount of the node's device with the same path. Call in the mount namespace of the node.
 */
export async function makeSimulatedDevices(): Promise<void> {
  const own = '/run/dev';
  await mkdir(own);
  await runCommand('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', own]);
  await runCommand('cp', ['--archive', '--one-file-system', '/dev/.', own]);
  for (const name of ['pts', 'shm']) await runCommand('mount', ['--bind', `/dev/${name}`, join(own, name)]);
  for (const path of devices) await runCommand('mknod', ['--mode=666', join('/run', path), 'c', '1', '3']);
  await runCommand('mount', ['--move', own, '/dev']);
}
