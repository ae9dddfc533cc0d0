import { expect, test } from 'vitest';
import { sharedCluster } from './pods.ts';

const cluster = sharedCluster();

test('the cluster runs pods, and survives the death of its API server', async () => {
  const run = (name: string) =>
    cluster.kubectl(
      ...['run', name, '--image=localhost/pause:1', '--image-pull-policy=Never', '--restart=Never'],
    );
  const isReady = (name: string) =>
    cluster.kubectl('wait', '--for=condition=Ready', `pod/${name}`, '--timeout=60s');
  await run('one');
  await isReady('one');
  await cluster.kill('kube-apiserver');
  await expect.poll(() => run('two').catch(() => undefined)).toContain('created');
  await isReady('two');
  expect(await cluster.kubectl('get', 'pod', 'one', '--output=jsonpath={.status.phase}')).toBe('Running');
  await cluster.kubectl('delete', 'pod', 'one', 'two', '--grace-period=1');
});
