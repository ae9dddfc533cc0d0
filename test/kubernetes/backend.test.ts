import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKubernetesBackend } from '../../sandbox-runner/src/sandbox/kubernetes/kubernetes-backend.ts';
import { backendContract } from '../../sandbox-runner/src/sandbox/testing/backend-contract.ts';
import { podEnv, podNames, sharedCluster } from './pods.ts';

const cluster = sharedCluster();
beforeAll(async () => {
  await cluster.kubectl('create', 'namespace', 'full');
  await cluster.kubectl('create', 'quota', 'none', '--namespace=full', '--hard=pods=0');
});
afterAll(() => cluster.kubectl('delete', 'namespace', 'full'));

backendContract('Kubernetes', async (room) =>
  openKubernetesBackend(podEnv({ KUBERNETES_NAMESPACE: room === 'none' ? 'full' : 'default' })),
);

test('an operator sees which run uses a pod', async () => {
  const backend = await openKubernetesBackend(podEnv());
  const made = await backend.create();
  try {
    const runsOf = () =>
      cluster.kubectl(
        'get',
        'pod',
        made.sandbox.id,
        '--output=jsonpath={.metadata.labels.dfm/run}/{.metadata.labels.dfm/fence}',
      );
    await made.markUse?.({ runId: 'run-1', fence: 3 });
    expect(await runsOf()).toBe('run-1/3');
    await made.markUse?.(undefined);
    expect(await runsOf()).toBe('/');
  } finally {
    await made.destroy();
  }
});

test('a pod that cannot start leaves nothing, and the reason is in the error', async () => {
  const missing = await openKubernetesBackend(
    podEnv({ KUBERNETES_IMAGE: 'registry.invalid/none:1', SANDBOX_START_SECONDS: '30' }),
  );
  await expect(missing.create()).rejects.toThrow(/does not run: .*(?:ErrImagePull|ImagePullBackOff)/);
  const unprofiled = await openKubernetesBackend(podEnv({ KUBERNETES_SECCOMP_PROFILE: 'none.json' }));
  await expect(unprofiled.create()).rejects.toThrow(/none\.json/);
  const nowhere = await openKubernetesBackend(
    podEnv({ KUBERNETES_NODE_SELECTOR: 'pool=none', SANDBOX_START_SECONDS: '3' }),
  );
  await expect(nowhere.create()).rejects.toThrow(/didn't match Pod's node affinity\/selector/);
  expect(await podNames()).toEqual([]);
});
