import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { isDeviceNode, isDriverProgram, libraryDir, libraryStem } from './driver-names.ts';

/** Binds (`source:target[:ro]`) that give a container inside the sandbox access to the sandbox's GPU. */
export type DriverBinds = readonly string[];

/** Names that the loader or the driver uses, if different from the library's name with `.1`. */
const sonames: Readonly<Record<string, string>> = { 'libnvidia-nvvm': 'libnvidia-nvvm.so.4' };

/**
 * Binds for everything of a GPU that was mounted into a container: the device nodes themselves, because a
 * user namespace cannot create any, and the driver's files under their own name and the name that programs
 * load.
 *
 * @param mountinfo of the container's first process (proc_pid_mountinfo(5))
 * @param devNames names of the files in its /dev
 */
export function driverBinds(mountinfo: string, devNames: readonly string[]): DriverBinds {
  /** By target: a runtime may have mounted a library under both of its names. */
  const binds = new Map<string, string>();
  const bind = (source: string, target: string, ...options: string[]) => {
    if (!binds.has(target)) binds.set(target, [source, target, ...options].join(':'));
  };
  for (const path of devNames.map((name) => `/dev/${name}`).filter(isDeviceNode)) bind(path, path);
  for (const path of mountPoints(mountinfo)) {
    const name = posix.basename(path);
    if (isDriverProgram(path)) bind(path, `/usr/bin/${name}`, 'ro');
    const stem = libraryStem(path);
    if (stem === undefined) continue;
    for (const target of [name, sonames[stem] ?? `${stem}.so.1`]) bind(path, `${libraryDir}/${target}`, 'ro');
  }
  return [...binds.values()];
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
