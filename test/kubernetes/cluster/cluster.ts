import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, readlink, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../../../sandbox-runner/src/host/command.ts';
import { makeCertificates } from './certificates.ts';
import { clusterHome } from './home.ts';
import { type ClusterPlace, placeOf } from './node-files.ts';

/** A real Kubernetes with one node, in namespaces of its own on this machine. */
export interface Cluster {
  /** Configuration of kubectl for an administrator. */
  kubeconfig: string;
  place: ClusterPlace;
  kubectl(...args: string[]): Promise<string>;
  /** Starts a command that reports changes until it is killed. */
  watch(...args: string[]): ChildProcessByStdio<null, Readable, null>;
  /** Adds the images of an archive to the node. */
  importImages(archive: string): Promise<void>;
  /** Kills a part of the cluster. The node starts it again. */
  kill(part: 'kube-apiserver' | 'kubelet'): Promise<void>;
}

/** The cluster that was booted with this folder. */
export function clusterIn(run: string): Cluster {
  const kubeconfig = join(run, 'pki/admin.kubeconfig');
  const kubeall = join(clusterHome().bin, 'kubeall');
  const account = ['kubectl', '--kubeconfig', kubeconfig];
  return {
    kubeconfig,
    place: placeOf(run),
    kubectl: (...args) => runCommand(kubeall, [...account, ...args]),
    watch: (...args) =>
      spawn(kubeall, [...account, ...args, '--watch'], { stdio: ['ignore', 'pipe', 'inherit'] }),
    async importImages(archive) {
      const containerd = ['--address', join(run, 'containerd.sock'), '--namespace', 'k8s.io'];
      await runCommand(join(clusterHome().bin, 'ctr'), [...containerd, 'images', 'import', archive]);
    },
    kill: (part) => killPart(run, part),
  };
}

const bootMs = 120_000;

/**
 * Boots a cluster with the images of the home folder. Must run as root.
 *
 * @param run folder for everything that the cluster writes; removed when it is disposed
 * @param profiles seccomp profiles of the node by the names of their files
 */
export async function bootCluster(
  run: string,
  profiles: Readonly<Record<string, string>> = {},
): Promise<Cluster & AsyncDisposable> {
  await removeRemains(run);
  await makeCertificates(join(run, 'pki'), placeOf(run).node);
  await writeProfiles(join(run, 'kubelet/seccomp'), profiles);
  const log = await open(join(run, 'node.log'), 'a');
  const namespaces = [
    ...['--mount', '--net', '--pid', '--fork', '--kill-child=KILL'],
    ...['--mount-proc', '--propagation', 'private'],
  ];
  // A shell as the first process, because it reaps the orphans.
  const node = [
    'sh',
    '-c',
    '"$0" "$1" "$2" & wait',
    process.execPath,
    join(import.meta.dirname, 'node.ts'),
    run,
  ];
  // The cluster ends with this process, even if that is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...namespaces, ...node], {
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const cluster = {
    ...clusterIn(run),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await delay(500);
      await removeRemains(run);
    },
  };
  try {
    await connect(child, placeOf(run));
    await untilReady(cluster.kubectl, child, run);
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

async function writeProfiles(dir: string, profiles: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [name, text] of Object.entries(profiles)) {
    const file = await open(join(dir, name), 'w');
    await file.writeFile(text);
    await file.close();
  }
}

/** Connects the node's network with this machine's. */
async function connect(child: ChildProcess, { name: host, host: address }: ClusterPlace): Promise<void> {
  const own = await readlink('/proc/self/ns/net');
  for (;;) {
    if (child.exitCode !== null) throw new Error('the node did not start');
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
    const pid = children.trim().split(' ')[0];
    const network = pid && (await readlink(`/proc/${pid}/ns/net`).catch(() => own));
    if (pid && network !== own) {
      const ip = (...args: string[]) => runCommand('ip', args);
      await ip('link', 'add', host, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', pid);
      await ip('addr', 'add', `${address}/24`, 'dev', host);
      await ip('link', 'set', host, 'up');
      return;
    }
    await delay(20);
  }
}

async function untilReady(kubectl: Cluster['kubectl'], child: ChildProcess, run: string): Promise<void> {
  const deadline = performance.now() + bootMs;
  for (;;) {
    const isReady = await kubectl('wait', '--for=condition=Ready', 'node/node0', '--timeout=2s').then(
      () => true,
      () => false,
    );
    const hasAccounts = isReady && (await kubectl('get', 'serviceaccount', 'default').catch(() => undefined));
    if (hasAccounts) return;
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`the cluster does not become ready: ${await readFile(join(run, 'node.log'), 'utf8')}`);
    await delay(200);
  }
}

/** Processes of a part of the cluster in this folder. */
async function killPart(run: string, part: string): Promise<void> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (words[1] === part && words.some((word) => word.startsWith(`${run}/`)))
      process.kill(Number(pid), 'SIGKILL');
  }
}

/** Removes what an ended cluster has left: its network interface, cgroups and files. */
async function removeRemains(run: string): Promise<void> {
  const { name } = placeOf(run);
  await runCommand('ip', ['link', 'del', name]).catch(() => undefined);
  for (const hierarchy of ['.', ...(await readdir('/sys/fs/cgroup'))])
    await removeCgroups(join('/sys/fs/cgroup', hierarchy, name));
  await rm(run, { recursive: true, force: true });
}

async function removeCgroups(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeCgroups(join(dir, entry.name));
  for (let tries = 0; tries < 20; tries++) {
    const isGone = await rmdir(dir).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
    );
    if (isGone) return;
    await delay(100);
  }
}
