import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';
import { clusterHome } from './home.ts';
import {
  apiService,
  containerdConfig,
  innerNetworks,
  kubeletConfig,
  networkConfig,
  placeOf,
} from './node-files.ts';
import { makeSimulatedDevices, simulatedGpu } from './simulated-gpu.ts';

// The only node of a cluster, with the control plane. Runs in mount, network and process namespaces of its own,
// so that ending them removes everything but cgroups. Started by cluster.ts with the cluster's folder.
const run = process.argv[2]!;
const home = clusterHome();
const place = placeOf(run);
const disk = join(run, 'disk');
const folders = { run, disk, bin: home.bin, plugins: join(home.root, 'usr/lib/cni') };
const logs = join(run, 'logs');
const mount = (...args: string[]) => runCommand('mount', args);

/** Of the node's disk. The file has only what was written. */
const diskBytes = 64e9;

/** What the kubelet would set for the whole machine. It sees files of its own instead. */
const settings = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

async function mountFolders(): Promise<void> {
  await mount('--make-rprivate', '/');
  // A copy of a mount that the host unmounts later would keep its disk busy.
  const points = (await readFile('/proc/self/mountinfo', 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[4]!)
    .filter((point) => point !== '/' && !/^\/(?:proc|sys|dev)(?:\/|$)/.test(point));
  for (const point of points.toReversed())
    await runCommand('umount', ['--lazy', point.replaceAll('\\040', ' ')]).catch(() => undefined);
  const own = { '/var/lib/kubelet': 'kubelet', '/var/log/pods': 'pod-logs' };
  for (const path of ['/run', '/var/lib', '/var/log']) await mount('-t', 'tmpfs', 'tmpfs', path);
  await mkdir('/run/netns');
  await mkdir('/var/lib/cni');
  for (const [path, name] of Object.entries(own)) {
    await mkdir(path);
    await mkdir(join(run, name), { recursive: true });
    await mount('--bind', join(run, name), path);
  }
  await mountDisk();
  for (const [name, value] of Object.entries(settings)) {
    const file = join('/run', name.replaceAll('/', '-'));
    await writeFile(file, `${value}\n`);
    await mount('--bind', file, join('/proc/sys', name));
  }
  // Without one /proc that nothing covers, the kernel allows none in a pod with a user namespace.
  await mkdir('/run/proc');
  await mount('-t', 'proc', 'proc', '/run/proc');
  await makeSimulatedDevices();
  await mount('--make-rshared', '/');
}

/**
 * Mounts a disk with a journal for images and pods. On one without, ext4 examines all files that were deleted
 * in the last minute to create one, which took a sixth of the processor time.
 */
async function mountDisk(): Promise<void> {
  const file = join(run, 'disk.img');
  await runCommand('truncate', ['--size', String(diskBytes), file]);
  await runCommand('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=1,lazy_journal_init=1', file]);
  await mkdir(disk);
  await mount('-o', 'loop,noatime,discard', file, disk);
  for (const name of ['containerd', 'pods']) await mkdir(join(disk, name));
  await mkdir('/var/lib/kubelet/pods');
  await mount('--bind', join(disk, 'pods'), '/var/lib/kubelet/pods');
}

async function setNetwork(): Promise<void> {
  const ip = (...args: string[]) => runCommand('ip', args);
  for (let tries = 0; tries < 100; tries++) {
    if (await ip('link', 'show', 'eth0').catch(() => undefined)) break;
    await delay(50);
  }
  await ip('link', 'set', 'lo', 'up');
  await ip('addr', 'add', `${place.node}/24`, 'dev', 'eth0');
  await ip('link', 'set', 'eth0', 'up');
  await ip('route', 'add', 'default', 'via', place.host);
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  await ip('addr', 'add', `${apiService}/32`, 'dev', 'lo');
  serveApiToPods();
}

/** What kube-proxy would do for the service of the API server. There is none, and no other service. */
function serveApiToPods(): void {
  createServer((near) => {
    const far = connect(6443, place.node);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  }).listen(443, apiService);
}

/** Makes the cgroup of the node: in each hierarchy of version 1, or in the only one of version 2. */
async function makeCgroups(): Promise<void> {
  if (await exists('/sys/fs/cgroup/cgroup.controllers')) return makeCgroup();
  for (const name of await readdir('/sys/fs/cgroup')) {
    const dir = join('/sys/fs/cgroup', name, place.name);
    if (!(await exists(join('/sys/fs/cgroup', name, 'tasks')))) continue;
    await mkdir(dir, { recursive: true });
    if (name !== 'cpuset') continue;
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      await writeFile(join(dir, file), await readFile(join('/sys/fs/cgroup/cpuset', file)));
  }
}

async function makeCgroup(): Promise<void> {
  await mkdir(join('/sys/fs/cgroup', place.name), { recursive: true });
  const controllers = (await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8')).trim().split(' ');
  await writeFile('/sys/fs/cgroup/cgroup.subtree_control', controllers.map((name) => `+${name}`).join(' '));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function start(name: string, program: string, ...args: string[]): Promise<ChildProcess> {
  const log = await open(join(logs, `${name}.log`), 'a');
  const child = spawn(program, args, {
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, PATH: `${home.bin}:${process.env.PATH}` },
  });
  await log.close();
  return child;
}

/** Starts a part of Kubernetes, and starts it again whenever it ends, as systemd or the kubelet do. */
async function keepRunning(name: string, ...args: string[]): Promise<void> {
  for (;;) {
    await once(await start(name, join(home.bin, 'kubeall'), name, ...args), 'exit');
    await delay(200);
  }
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await check()); tries++) {
    if (tries > 600) throw new Error(`waited too long for ${what}`);
    await delay(100);
  }
}

const pki = (name: string) => join(run, 'pki', name);
const config = (account: string) => ['--kubeconfig', pki(`${account}.kubeconfig`)];
const delegated = (account: string) => [
  ...config(account),
  '--authentication-kubeconfig',
  pki(`${account}.kubeconfig`),
  '--authorization-kubeconfig',
  pki(`${account}.kubeconfig`),
  '--leader-elect=false',
];

await mkdir(logs, { recursive: true });
await mountFolders();
await setNetwork();
await makeCgroups();
await mkdir(join(run, 'cni'), { recursive: true });
await writeFile(join(run, 'cni/10-pods.conflist'), networkConfig);
await writeFile(join(run, 'resolv.conf'), `nameserver ${place.host}\n`);
await writeFile(join(run, 'containerd.toml'), containerdConfig(folders));
await writeFile(join(run, 'kubelet.json'), kubeletConfig(folders));

await start('containerd', join(home.bin, 'containerd'), '--config', join(run, 'containerd.toml'));
void keepRunning(
  'etcd',
  ...['--data-dir', join(run, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
  ...['--listen-client-urls', 'http://127.0.0.1:2379', '--advertise-client-urls', 'http://127.0.0.1:2379'],
  ...['--listen-peer-urls', 'http://127.0.0.1:2380'],
);
void keepRunning(
  'kube-apiserver',
  ...['--etcd-servers', 'http://127.0.0.1:2379', '--secure-port', '6443', '--advertise-address', place.node],
  ...['--tls-cert-file', pki('apiserver.crt'), '--tls-private-key-file', pki('apiserver.key')],
  ...[
    '--client-ca-file',
    pki('ca.crt'),
    '--token-auth-file',
    pki('tokens.csv'),
    '--authorization-mode',
    'Node,RBAC',
  ],
  ...[
    '--service-account-issuer',
    'https://kubernetes.default.svc',
    '--service-account-key-file',
    pki('accounts.pub'),
  ],
  ...[
    '--service-account-signing-key-file',
    pki('accounts.key'),
    '--service-cluster-ip-range',
    innerNetworks.services,
  ],
  ...['--kubelet-preferred-address-types', 'InternalIP', '--profiling=false'],
);
const containerd = ['--address', join(run, 'containerd.sock'), '--namespace', 'k8s.io'];
const ctr = (...args: string[]) => runCommand(join(home.bin, 'ctr'), [...containerd, ...args]);
await until('containerd', () =>
  ctr('version').then(
    () => true,
    () => false,
  ),
);
for (const image of await readdir(home.images)) await ctr('images', 'import', join(home.images, image));
const kubectl = (...args: string[]) =>
  runCommand(join(home.bin, 'kubeall'), ['kubectl', ...config('admin'), ...args]);
await until('the API server', () =>
  kubectl('get', '--raw', '/readyz').then(
    () => true,
    () => false,
  ),
);
void keepRunning(
  'kube-controller-manager',
  ...[...delegated('controller-manager'), '--service-account-private-key-file', pki('accounts.key')],
  ...['--root-ca-file', pki('ca.crt'), '--use-service-account-credentials'],
);
void keepRunning('kube-scheduler', ...delegated('scheduler'));
void keepRunning(
  'kubelet',
  ...[...config('kubelet'), '--config', join(run, 'kubelet.json'), '--root-dir', '/var/lib/kubelet'],
  ...['--hostname-override', 'node0', '--node-ip', place.node],
);
void keepRunning('simulated-gpu', simulatedGpu.resource, ...simulatedGpu.files.flat());
