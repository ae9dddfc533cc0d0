import { isSimulated, type OwnGpu } from '../../gpu/gpu-device.ts';
import { type DriverBinds, driverBinds, mountedDevices, mountPoints } from '../../gpu/injected-driver.ts';
import { deviceQuery, leasableDevices } from '../../gpu/read-nvidia-smi.ts';
import type { PodChannels } from './link.ts';
import { readInPod } from './pod-files.ts';
import { runInPod } from './pod-programs.ts';

/** Without a daemon that keeps the driver loaded, the first answer takes seconds. */
const answerMs = 30_000;
const maxBytes = 64 * 1024;
/** Mounts of the agent, which no build can change. */
const mountinfoPath = '/proc/1/mountinfo';

/**
 * The GPU that the cluster gave to a pod, as the driver in the pod reports it.
 *
 * @param resource by whose name the pod requested it
 * @throws Error for the operator if containers in the pod could not use it
 */
export async function readPodGpu(link: PodChannels, resource: string): Promise<OwnGpu> {
  const mountinfo = await mountinfoOf(link);
  const covered = mountPoints(mountinfo).find((path) => path.startsWith('/proc/'));
  if (covered !== undefined)
    throw new Error(
      `the container runtime of the node has mounted something at ${covered} in the pod, so the kernel allows no container inside the pod to have a /proc (docs/operators/kubernetes-runners.md, "GPUs")`,
    );
  const csv = await askDriver(link, deviceQuery);
  const [device] = leasableDevices(csv, await askDriver(link, ['-L']));
  if (device === undefined)
    throw new Error(
      `a pod with ${resource} has no GPU that its nvidia-smi reports: ${JSON.stringify(csv.trim().slice(0, 200))}. The device plugin of the node has to let the container runtime add a GPU and its driver`,
    );
  requireDriver(driverBinds(mountinfo, mountedDevices(mountinfo)), resource);
  return { device, simulated: isSimulated(device) };
}

/** Binds that give a container in the pod access to the pod's GPU. */
export async function podDriverBinds(link: PodChannels): Promise<DriverBinds> {
  const mountinfo = await mountinfoOf(link);
  return driverBinds(mountinfo, mountedDevices(mountinfo));
}

function requireDriver(binds: DriverBinds, resource: string): void {
  const parts = { 'a device node': '/dev/nvidia', libcuda: '/libcuda.so' };
  for (const [name, path] of Object.entries(parts))
    if (!binds.some((bind) => bind.includes(path)))
      throw new Error(
        `a pod with ${resource} has no mount of ${name}: the container runtime of the node has to add each file of the driver to the pod by a mount of its own`,
      );
}

async function mountinfoOf(link: PodChannels): Promise<string> {
  const text = (await readInPod(link, [mountinfoPath])).get(mountinfoPath);
  if (text === undefined) throw new Error(`the agent cannot read ${mountinfoPath}`);
  return text;
}

/** The output of the pod's nvidia-smi, or what it or the shell reports instead. */
async function askDriver(link: PodChannels, args: readonly string[]): Promise<string> {
  // Without nvidia-smi, the shell reports that.
  const command = ['sh', '-c', 'nvidia-smi "$@"', 'sh', ...args];
  const signal = AbortSignal.timeout(answerMs);
  return (await runInPod(link, command, { env: {}, workingDir: '/', maxBytes, signal })).output;
}
