import { readFile } from 'node:fs/promises';
import { simulatedDevice } from '../../gpu/attachment.ts';
import { libraryDir } from '../../gpu/driver-names.ts';
import type { DriverBinds } from '../../gpu/injected-driver.ts';
import { simulatedNvidiaSmi } from '../../gpu/simulated-driver.ts';
import type { PodLink } from './link.ts';
import { startPipedInPod } from './pod-programs.ts';

/** Folder in the pod, which the sandbox's user owns. It is empty after each start of the engine. */
const dir = '/run/user/sandbox/driver';

/**
 * Writes the files of the simulated GPU into a pod.
 *
 * @returns binds that give a container inside access to it
 */
export async function writeSimulatedGpu(link: PodLink, libcuda: Uint8Array): Promise<DriverBinds> {
  const files = { 'libcuda.so': libcuda, 'nvidia-smi': await readFile(simulatedNvidiaSmi) };
  for (const [name, bytes] of Object.entries(files)) await writeInPod(link, `${dir}/${name}`, bytes);
  const library = `${dir}/libcuda.so:${libraryDir}/libcuda.so`;
  return [
    '/dev/null:/dev/nvidia0',
    '/dev/null:/dev/nvidiactl',
    `${dir}/nvidia-smi:/usr/bin/nvidia-smi:ro`,
    `${library}.${simulatedDevice.driver}:ro`,
    `${library}.1:ro`,
  ];
}

async function writeInPod(link: PodLink, path: string, bytes: Uint8Array): Promise<void> {
  const script = 'mkdir -p "${1%/*}" && head -c "$2" >"$1" && chmod 755 "$1" && echo done';
  const program = startPipedInPod(link, ['sh', '-c', script, 'sh', path, String(bytes.length)]);
  await program.write(bytes);
  const output: Uint8Array[] = [];
  for await (const part of program.output) output.push(part);
  if (!Buffer.concat(output).toString().includes('done')) throw new Error(`cannot write ${path} in the pod`);
}
