import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Networks inside a node, which no other cluster sees. */
export const innerNetworks = { pods: '10.88.77.0/24', services: '10.96.0.0/16' } as const;
/** The address at which pods look for the API server: the first of the services. */
export const apiService = '10.96.0.1';

/** What a cluster uses of the machine. */
export interface ClusterPlace {
  /** Name of its own cgroups, and of its network interface on the host. */
  name: string;
  /** Addresses of the host and of the node, in a network of their own. */
  host: string;
  node: string;
}

/** The place of the cluster in a folder. Clusters in different folders can run side by side. */
export function placeOf(run: string): ClusterPlace {
  const hash = createHash('sha256').update(run).digest();
  const network = `10.${128 + (hash[0]! % 128)}.${hash[1]}`;
  return { name: `dfm-k8s-${hash.toString('hex', 0, 2)}`, host: `${network}.1`, node: `${network}.2` };
}

export interface NodeFolders {
  run: string;
  /** Where the disk of the node is mounted. */
  disk: string;
  bin: string;
  plugins: string;
}

/** Configuration of containerd, for containers with user namespaces and without AppArmor. */
export function containerdConfig({ run, disk, bin, plugins }: NodeFolders): string {
  return `version = 3
root = "${join(disk, 'containerd')}"
state = "${join(run, 'containerd-state')}"
disabled_plugins = [
  "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
]
[grpc]
  address = "${join(run, 'containerd.sock')}"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "localhost/pause:1"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        BinaryName = "${join(bin, 'runc')}"
        SystemdCgroup = false
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dir = "${plugins}"
    conf_dir = "${join(run, 'cni')}"
[plugins."io.containerd.grpc.v1.cri"]
  stream_server_address = "127.0.0.1"
`;
}

/** The network of pods: a bridge. It enforces no network policies. */
export const networkConfig = JSON.stringify({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni-pods',
      isGateway: true,
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: innerNetworks.pods }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
  ],
});

/** Configuration of the kubelet, for a machine that is not its own, with version 1 or 2 of cgroups. */
export function kubeletConfig({ run }: Pick<NodeFolders, 'run'>): string {
  return JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${placeOf(run).name}`,
    failCgroupV1: false,
    failSwapOn: false,
    singleProcessOOMKill: true,
    oomScoreAdj: 0,
    containerRuntimeEndpoint: `unix://${join(run, 'containerd.sock')}`,
    resolvConf: join(run, 'resolv.conf'),
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '100Mi' },
    syncFrequency: '10s',
    // How old the size of a pod's disk may be.
    volumeStatsAggPeriod: '10s',
    nodeStatusUpdateFrequency: '4s',
    registryPullQPS: 0,
  });
}
