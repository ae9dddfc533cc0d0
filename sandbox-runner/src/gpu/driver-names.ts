import { posix } from 'node:path';

/**
 * Search path of Debian's loader. It finds a file there without its cache, in the sandbox and in images built
 * on Debian or Ubuntu.
 */
export const libraryDir =
  process.arch === 'arm64' ? '/usr/lib/aarch64-linux-gnu' : '/usr/lib/x86_64-linux-gnu';

const library = /^(lib(?:cuda|cudadebugger|nvidia-[\w-]+))\.so\.\d[\d.]*$/u;
const program = /^nvidia-(?:smi|debugdump)$/u;
/** In /dev: nodes, and the folder of those for slices. */
const deviceNode = /^nvidia(?:\d+|ctl|-uvm|-uvm-tools|-caps)$/u;

/** Name of a library of the driver without its version, such as `libcuda`; undefined for any other file. */
export function libraryStem(path: string): string | undefined {
  return library.exec(posix.basename(path))?.[1];
}

export function isDriverProgram(path: string): boolean {
  return program.test(posix.basename(path));
}

/** Whether a program needs this device node to compute on a GPU, or on a slice of one. */
export function isDeviceNode(path: string): boolean {
  const [, dev, name = ''] = path.split('/');
  return dev === 'dev' && deviceNode.test(name);
}
