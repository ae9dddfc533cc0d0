import { runCommand } from '../host/command.ts';
import { describeDriver, type DriverFiles, driverFiles } from './driver-files.ts';
import { isSimulated, type NodeGpus } from './gpu-device.ts';
import { deviceQuery, leasableDevices } from './read-nvidia-smi.ts';

/** GPUs of the node, and what a container needs in order to use each of them, by UUID. */
export interface UsableGpus extends NodeGpus {
  driver: ReadonlyMap<string, DriverFiles>;
}

/** The result of looking for GPUs on the node. */
export type GpuDetection =
  /** No working NVIDIA driver, or no GPU. */
  | { kind: 'none' }
  /** There are GPUs, but containers cannot use them; `why` tells an operator what to do. */
  | { kind: 'unusable'; why: string }
  | { kind: 'usable'; gpus: UsableGpus };

export type GpuProgram = (args: readonly string[]) => Promise<string>;

/** Programs of the node. Limited to ten seconds, because they hang if a GPU has fallen off the bus. */
const onHost =
  (name: string): GpuProgram =>
  (args) =>
    runCommand(name, args, { signal: AbortSignal.timeout(10_000) });
export const hostNvidiaSmi = onHost('nvidia-smi');
const hostNvidiaCtk = onHost('nvidia-ctk');

/** Programs that compute use this device node, which exists only once its kernel module is loaded. */
const unifiedMemory = '/dev/nvidia-uvm';

/** Looks for NVIDIA GPUs on the node, and for what containers need in order to use them. */
export async function detectGpus(
  nvidiaSmi: GpuProgram = hostNvidiaSmi,
  nvidiaCtk: GpuProgram = hostNvidiaCtk,
): Promise<GpuDetection> {
  const answers = await Promise.all([nvidiaSmi(deviceQuery), nvidiaSmi(['-L'])]).catch(() => undefined);
  const devices = answers === undefined ? [] : leasableDevices(...answers);
  if (devices.length === 0) return { kind: 'none' };
  const found = `${devices[0]!.name} was found, but`;
  const description = await nvidiaCtk(describeDriver).catch((error: Error) => error);
  if (description instanceof Error)
    return { kind: 'unusable', why: `${found} ${withoutDescription(description)}` };
  const driver = driverFiles(description);
  const simulated = devices.every(isSimulated);
  const unknown = devices.find(({ uuid }) => !driver.has(uuid));
  if (unknown !== undefined)
    return { kind: 'unusable', why: `${found} nvidia-ctk cdi generate does not list ${unknown.uuid}.` };
  const computes = ({ uuid }: { uuid: string }) =>
    driver.get(uuid)!.nodes.some(({ container }) => container === unifiedMemory);
  if (!simulated && !devices.every(computes))
    return {
      kind: 'unusable',
      why: `${found} ${unifiedMemory} does not exist. Load the kernel module: nvidia-modprobe -u -c 0.`,
    };
  return { kind: 'usable', gpus: { devices, via: 'nvidia-ctk', simulated, driver } };
}

function withoutDescription({ message, code }: NodeJS.ErrnoException): string {
  return code === 'ENOENT'
    ? 'nvidia-ctk, which tells what containers need to use it, is not installed. Install the NVIDIA Container Toolkit.'
    : `nvidia-ctk does not tell what containers need to use it: ${message}`;
}
