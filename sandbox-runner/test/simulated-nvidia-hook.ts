import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Does the same as nvidia-container-runtime-hook of the NVIDIA Container Toolkit, with the stand-in's files: an
// OCI prestart hook that adds device nodes and the driver to a container whose configuration names devices.
// Arguments: folder of the files, file to log to.
const [driverDir = '', log = ''] = process.argv.slice(2);
const { pid, bundle } = JSON.parse(readFileSync(0, 'utf8')) as { pid: number; bundle: string };
const config = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as {
  root: { path: string };
  process: { env: string[] };
};
const requested = config.process.env.filter((entry) => entry.startsWith('NVIDIA_'));
appendFileSync(log, `${requested.join(' ')}\n`);

const steps = `
set -eu
for node in nvidia0 nvidiactl; do mknod -m 666 "$1/dev/$node" c 1 3; done
give() { mkdir -p "$(dirname "$2")"; touch "$2"; mount --bind "$1" "$2"; mount -o remount,bind,ro,nosuid,nodev "$2"; }
give "$0/libcuda.so" "$1/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.14"
give "$0/nvidia-smi" "$1/usr/bin/nvidia-smi"
`;
execFileSync(
  'nsenter',
  ['--target', String(pid), '--mount', '--', 'sh', '-c', steps, driverDir, config.root.path],
  { stdio: 'inherit' },
);
