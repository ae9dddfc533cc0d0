import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootCluster, type Cluster } from './cluster/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await bootCluster(join(tmpdir(), 'dfm-kubernetes'));
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

test('the cluster runs pods, and survives the death of its API server', async () => {
  const run = (name: string) =>
    cluster.kubectl('run', name, '--image=localhost/pause:1', '--image-pull-policy=Never', '--restart=Never');
  const isReady = (name: string) =>
    cluster.kubectl('wait', '--for=condition=Ready', `pod/${name}`, '--timeout=30s');
  await run('one');
  await isReady('one');
  await cluster.kill('kube-apiserver');
  await expect.poll(() => run('two').catch(() => undefined)).toContain('created');
  await isReady('two');
  expect(await cluster.kubectl('get', 'pod', 'one', '--output=jsonpath={.status.phase}')).toBe('Running');
});
