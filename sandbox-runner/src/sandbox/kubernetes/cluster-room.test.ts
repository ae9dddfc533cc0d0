import { tmpdir } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { readRunnerEnv } from '../../config/env.ts';
import { ClusterFull, ClusterRoom, Unschedulable } from './cluster-room.ts';
import { Refused } from './pod-api.ts';

const env = readRunnerEnv({
  SANDBOX_BACKEND: 'kubernetes',
  KUBERNETES_IMAGE: 'registry.example/sandbox:1',
  DATA_DIR: tmpdir(),
});
const roomWith = (tryCreate: () => Promise<void>) => new ClusterRoom({ tryCreate }, env);
async function fails(cause: Error): Promise<never> {
  throw cause;
}

afterEach(() => void vi.useRealTimers());

test.each([
  ['that is used up', 'exceeded quota: pods, used: 5'],
  ['whose use has not been counted yet', 'status unknown for quota: pods, resources: pods'],
])('a quota %s is named', async (_, message) => {
  const room = roomWith(() => fails(new Refused(403, 'Forbidden', message)));
  expect(await room.current()).toMatchObject({
    isEnough: false,
    shortage: `The cluster has no room for another sandbox: ${message}`,
  });
});

test('an API server that does not answer is not a cluster without room', async () => {
  await expect(roomWith(() => fails(new Error('refused'))).current()).rejects.toThrow('refused');
});

test('after a pod that no node had room for, there is none for a minute', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const room = roomWith(async () => undefined);
  await expect(room.observe(fails(new Unschedulable('0/3 nodes are available')))).rejects.toThrow(
    ClusterFull,
  );
  expect(await room.current()).toMatchObject({
    isEnough: false,
    shortage: expect.stringContaining('0/3 nodes are available'),
  });
  vi.advanceTimersByTime(61_000);
  expect((await room.current()).isEnough).toBe(true);
});

test('a pod that a node had room for ends that minute', async () => {
  const room = roomWith(async () => undefined);
  await room.observe(fails(new Unschedulable('none'))).catch(() => undefined);
  await room.observe(Promise.resolve());
  expect((await room.current()).isEnough).toBe(true);
});

test('a used-up quota is not remembered, because the API server is asked each time', async () => {
  const room = roomWith(async () => undefined);
  await room.observe(fails(new ClusterFull('exceeded quota'))).catch(() => undefined);
  expect((await room.current()).isEnough).toBe(true);
});

test('a learner reads that the cluster is full, not a disk', () => {
  expect(new ClusterFull('quota').learnerMessage).toContain('The cluster that builds your image has no room');
});
