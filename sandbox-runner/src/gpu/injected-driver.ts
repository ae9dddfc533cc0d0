import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { libraryDir } from './attachment.ts';

/**
 * `source:target[:ro]`, as an engine takes binds: what a container inside the sandbox needs to have the
 * sandbox's GPU.
 */
export type DriverBinds = readonly string[];

/** Files of the driver by their name: libraries that end in its version, and the programs. */
const library = /^(lib(?:cuda|cudadebugger|nvidia-[\w-]+))\.so\.\d[\d.]*$/u;
const program = /^nvidia-(?:smi|debugdump)$/u;
/** Names that the loader or the driver asks for, where it is not the library's own with `.1`. */
const sonames: Readonly<Record<string, string>> = { 'libnvidia-nvvm': 'libnvidia-nvvm.so.4' };
const deviceNode = /^nvidia(?:\d+|ctl|-uvm|-uvm-tools|-caps)$/u;

/**
 * Binds that hand on what the host's engine put into a container with a GPU: device nodes as they are, since
 * a user namespace may make none, and the driver's files under their own name and the name that programs
 * load.
 *
 * @param mountinfo of the container's first process (proc_pid_mountinfo(5)) @param devNames what lies in its
 *   /dev
 */
export function driverBinds(mountinfo: string, devNames: readonly string[]): DriverBinds {
  const binds = new Set(
    devNames.filter((name) => deviceNode.test(name)).map((name) => `/dev/${name}:/dev/${name}`),
  );
  for (const line of mountinfo.split('\n')) {
    const path = line.split(' ')[4] ?? '';
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
 * Reads the same of a running container. @param pid of its first process on the host: whoever builds inside
 * has no say in its mounts and /dev
 */
export async function driverBindsOf(pid: number): Promise<DriverBinds> {
  const [mountinfo, devNames] = await Promise.all([
    readFile(`/proc/${pid}/mountinfo`, 'utf8'),
    readdir(`/proc/${pid}/root/dev`),
  ]);
  return driverBinds(mountinfo, devNames);
}
