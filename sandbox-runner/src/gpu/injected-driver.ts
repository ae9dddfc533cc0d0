import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { libraryDir } from './attachment.ts';

/** Binds (`source:target[:ro]`) that give a container inside the sandbox access to the sandbox's GPU. */
export type DriverBinds = readonly string[];

/** File names of the driver: libraries whose names end with its version, and programs. */
const library = /^(lib(?:cuda|cudadebugger|nvidia-[\w-]+))\.so\.\d[\d.]*$/u;
const program = /^nvidia-(?:smi|debugdump)$/u;
/** Names that the loader or the driver uses, if different from the library's name with `.1`. */
const sonames: Readonly<Record<string, string>> = { 'libnvidia-nvvm': 'libnvidia-nvvm.so.4' };
const deviceNode = /^nvidia(?:\d+|ctl|-uvm|-uvm-tools|-caps)$/u;

/** Whether a program needs this file of the driver to compute on a GPU. */
export function isDriverFile(path: string): boolean {
  const name = posix.basename(path);
  return library.test(name) || program.test(name);
}

/** Whether a program needs this device node to compute on a GPU, or on a slice of one. */
export function isDeviceNode(path: string): boolean {
  const [, dev, name = ''] = path.split('/');
  return dev === 'dev' && deviceNode.test(name);
}

/**
 * Binds for everything that the host's engine injected into a container with a GPU: the device nodes
 * themselves, because a user namespace cannot create any, and the driver's files under their own name and the
 * name that programs load.
 *
 * @param mountinfo of the container's first process (proc_pid_mountinfo(5))
 * @param devNames names of the files in its /dev
 */
export function driverBinds(mountinfo: string, devNames: readonly string[]): DriverBinds {
  const binds = new Set(
    devNames.filter((name) => deviceNode.test(name)).map((name) => `/dev/${name}:/dev/${name}`),
  );
  for (const path of mountPoints(mountinfo)) {
    const name = posix.basename(path);
    if (program.test(name)) binds.add(`${path}:/usr/bin/${name}:ro`);
    const stem = library.exec(name)?.[1];
    if (stem === undefined) continue;
    for (const target of [name, sonames[stem] ?? `${stem}.so.1`])
      binds.add(`${path}:${libraryDir}/${target}:ro`);
  }
  return [...binds];
}

/**
 * Names in /dev at which something is mounted. In a user namespace each device node is a mount, so these are
 * all devices that the runtime put into a pod.
 */
export function mountedDevices(mountinfo: string): string[] {
  const names = mountPoints(mountinfo).flatMap((path) => /^\/dev\/([^/]+)/.exec(path)?.slice(1) ?? []);
  return [...new Set(names)];
}

/** Where the mounts of a process are (proc_pid_mountinfo(5)). */
export function mountPoints(mountinfo: string): string[] {
  return mountinfo.split('\n').map((line) => line.split(' ')[4] ?? '');
}

/**
 * Reads the binds from a running container.
 *
 * @param pid of its first process on the host, whose mounts and /dev no build inside can change
 */
export async function driverBindsOf(pid: number): Promise<DriverBinds> {
  const [mountinfo, devNames] = await Promise.all([
    readFile(`/proc/${pid}/mountinfo`, 'utf8'),
    readdir(`/proc/${pid}/root/dev`),
  ]);
  return driverBinds(mountinfo, devNames);
}
