import type { V1PodStatus } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { endReader, podEnd } from './pod-end.ts';

const endOf = (status: V1PodStatus) => podEnd({ metadata: { name: 'x' }, status });
const terminated = (reason: string): V1PodStatus => ({
  phase: 'Failed',
  containerStatuses: [
    {
      name: 'sandbox',
      ready: false,
      restartCount: 0,
      image: '',
      imageID: '',
      state: { terminated: { exitCode: 137, reason } },
    },
  ],
});

test('a running pod has not ended', () => {
  expect(endOf({ phase: 'Running' })).toBeUndefined();
});

test('a pod that was deleted was ended from outside', () => {
  expect(podEnd(undefined)).toEqual({ by: 'outside' });
  expect(podEnd({ metadata: { deletionTimestamp: new Date() }, status: { phase: 'Running' } })).toEqual({
    by: 'outside',
  });
});

test('a container that ended by itself or ran out of memory was ended from inside', () => {
  expect(endOf(terminated('Error'))).toEqual({ by: 'inside' });
  expect(endOf(terminated('OOMKilled'))).toEqual({ by: 'inside', reason: 'out-of-memory' });
});

test.each([
  ['Usage of EmptyDir volume "disk" exceeds the limit "4Gi". ', { by: 'inside', reason: 'disk-full' }],
  [
    'Pod ephemeral local storage usage exceeds the total limit of containers 4160Mi. ',
    { by: 'inside', reason: 'disk-full' },
  ],
  [
    'Container sandbox exceeded its local ephemeral storage limit "4160Mi". ',
    { by: 'inside', reason: 'disk-full' },
  ],
  ['The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi. ', { by: 'outside' }],
])('evicted with the message %s', (message, end) => {
  expect(endOf({ phase: 'Failed', reason: 'Evicted', message })).toEqual(end);
});

test('a pod that another one displaced, or whose node is gone, was ended from outside', () => {
  const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }];
  expect(endOf({ phase: 'Running', conditions })).toEqual({ by: 'outside' });
});

test('the reason of an eviction is known although the pod is being deleted', () => {
  const pod = {
    metadata: { deletionTimestamp: new Date() },
    status: {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'Usage of EmptyDir volume "disk" exceeds the limit "4Gi". ',
    },
  };
  expect(podEnd(pod)).toEqual({ by: 'inside', reason: 'disk-full' });
});

test('an end that was read is kept when the pod is deleted afterwards', async () => {
  const pods = [{ status: { phase: 'Running' } }, { status: terminated('OOMKilled') }, undefined];
  const end = endReader(async () => pods.shift());
  expect(await end()).toBeUndefined();
  expect(await end()).toEqual({ by: 'inside', reason: 'out-of-memory' });
  expect(await end()).toEqual({ by: 'inside', reason: 'out-of-memory' });
});

test('a container that has ended says nothing yet while its pod has not', () => {
  expect(endOf({ ...terminated('Error'), phase: 'Running' })).toBeUndefined();
});
