import { type RunnerEnv, readRunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { testEnv } from '../../sandbox-runner/test/sandbox-fixture.ts';
import { type Cluster, clusterIn } from './cluster/cluster.ts';

/** The cluster of the tests. */
export function sharedCluster(): Cluster {
  const run = process.env.TEST_CLUSTER;
  if (run === undefined) throw new Error('the cluster of the tests is not running');
  return clusterIn(run);
}

/** Settings of a runner whose sandboxes are pods of this cluster. The cluster itself is in KUBECONFIG. */
export const podSettings: Readonly<Record<string, string>> = {
  SANDBOX_BACKEND: 'kubernetes',
  // Other programs share the cluster's two processors.
  KUBERNETES_CPU_REQUEST: '0.1',
  SANDBOX_MEMORY_MB: '2048',
  SANDBOX_START_SECONDS: '120',
};

/** The environment of this process's own pools of pods. */
export function podEnv(more: Readonly<Record<string, string>> = {}): RunnerEnv {
  const { DATA_DIR, SHELF_DIR, SANDBOX_DISK_MB } = testEnv();
  return readRunnerEnv({
    ...process.env,
    DATA_DIR,
    SHELF_DIR,
    SANDBOX_DISK_MB: String(SANDBOX_DISK_MB),
    SANDBOX_WARM: '0',
    SANDBOX_MAX: '2',
    ...podSettings,
    ...more,
  });
}

/** Names of all sandboxes in the cluster, whatever their state. */
export async function podNames(namespace = 'default'): Promise<string[]> {
  const selector = '--selector=app.kubernetes.io/name=dfm-sandbox';
  const text = await sharedCluster().kubectl(
    'get',
    'pods',
    selector,
    '--output=name',
    '--namespace',
    namespace,
  );
  return text.split('\n').filter((line) => line !== '');
}
