import { chmod, copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';
import { clusterHome } from './home.ts';
import { packImage } from './pack-image.ts';

// Builds a Kubernetes from its Go modules, with etcd, containerd and runc, for `npm run test:kubernetes`. Takes
// half an hour on two busy cores, and seconds if nothing has changed. Needs Go, a C compiler, Debian's
// libseccomp-dev and pkg-config, and no image registry.
const versions = { kubernetes: '1.34.4', containerd: '2.1.5', runc: '1.3.5', helm: '4.3.1' };
const home = clusterHome();
const pauseProgram = `package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
}
`;

for (const dir of [home.bin, home.root, home.images, home.debs, home.sources])
  await mkdir(dir, { recursive: true });
const log = (text: string) => console.log(text);

async function go(args: string[], { cwd = home.dir, cgo = '0' } = {}): Promise<string> {
  log(`go ${args.join(' ')}`);
  return runCommand('go', args, {
    cwd,
    env: {
      ...process.env,
      GOPATH: join(home.dir, 'gopath'),
      GOCACHE: join(home.dir, 'gocache'),
      GOBIN: home.bin,
      GOFLAGS: '-mod=mod -trimpath',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: cgo,
    },
    onLine: log,
  });
}

const kubeall = join(home.sources, 'kubeall');
await cp(join(import.meta.dirname, 'binaries'), kubeall, { recursive: true });
await go(['mod', 'tidy', '-e'], { cwd: kubeall });
const version = 'k8s.io/component-base/version';
const stamps = {
  gitVersion: `v${versions.kubernetes}`,
  gitMajor: '1',
  gitMinor: '34',
  gitTreeState: 'clean',
};
const flags = Object.entries(stamps).map(([name, value]) => `-X ${version}.${name}=${value}`);
await go(
  [
    'build',
    '-tags',
    'providerless',
    '-ldflags',
    `-s -w ${flags.join(' ')}`,
    '-o',
    join(home.bin, 'kubeall'),
    '.',
  ],
  {
    cwd: kubeall,
  },
);

/** A writable copy of a module, in which it is the main module: some directives hold only there. */
async function sourcesOf(module: string): Promise<string> {
  const { Dir } = JSON.parse(await go(['mod', 'download', '-json', module])) as { Dir: string };
  const copy = join(home.sources, module.replaceAll('/', '-'));
  await cp(Dir, copy, { recursive: true });
  await runCommand('chmod', ['-R', 'u+w', copy]);
  return copy;
}

const containerd = await sourcesOf(`github.com/containerd/containerd/v2@v${versions.containerd}`);
for (const program of ['containerd', 'containerd-shim-runc-v2', 'ctr'])
  await go(['install', '-ldflags', '-s -w', `./cmd/${program}`], { cwd: containerd });
const runc = await sourcesOf(`github.com/opencontainers/runc@v${versions.runc}`);
await go(['install', '-tags', 'seccomp', '-ldflags', '-s -w', '.'], { cwd: runc, cgo: '1' });
await go(['install', '-ldflags', '-s -w', `helm.sh/helm/v4/cmd/helm@v${versions.helm}`]);

log('network plugins from a Debian package');
await runCommand('apt-get', ['download', 'containernetworking-plugins'], { cwd: home.debs });
for (const deb of await readdir(home.debs))
  await runCommand('dpkg-deb', ['-x', join(home.debs, deb), home.root]);

const pause = join(home.sources, 'pause');
await mkdir(pause, { recursive: true });
await writeFile(join(pause, 'main.go'), pauseProgram);
await writeFile(join(pause, 'go.mod'), 'module pause\n\ngo 1.24\n');
await go(['build', '-ldflags', '-s -w', '-o', join(pause, 'pause'), '.'], { cwd: pause });
await packImage('localhost/pause:1', 'pause', join(pause, 'pause'), join(home.images, 'pause.tar'));
log('simulated GPU');
const simulatedGpu = join(import.meta.dirname, '../../../sandbox-runner/images/simulated-gpu');
await mkdir(home.simulatedGpu, { recursive: true });
const libcuda = join(home.simulatedGpu, 'libcuda.so');
await runCommand('gcc', ['-O1', '-shared', '-fPIC', '-o', libcuda, join(simulatedGpu, 'libcuda.c')]);
await copyFile(join(simulatedGpu, 'nvidia-smi'), join(home.simulatedGpu, 'nvidia-smi'));
await chmod(join(home.simulatedGpu, 'nvidia-smi'), 0o755);
log(`ready in ${home.dir}`);
