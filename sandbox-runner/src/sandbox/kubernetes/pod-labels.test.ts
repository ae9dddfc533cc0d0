import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { isAbandoned, ownerMarks } from './pod-labels.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
/** As the API server writes times. */
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString() as unknown as Date;

interface Kind {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  created?: number;
  ended?: number;
}

async function podOf(
  owner: 'this process' | 'a dead process of this host' | 'a process of another host',
  { phase, created = 60, ended }: Kind,
): Promise<V1Pod> {
  const { labels, annotations } = await ownerMarks();
  return {
    metadata: {
      labels: owner === 'a process of another host' ? { ...labels, 'dfm/host': 'elsewhere' } : labels,
      annotations: owner === 'this process' ? annotations : { 'dfm/process': '1 0' },
      creationTimestamp: minutesAgo(created),
    },
    status: {
      phase,
      ...(ended !== undefined && {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: minutesAgo(ended) }],
      }),
    },
  };
}

const anyone = ['this process', 'a process of another host'] as const;

test.each(anyone)(
  'a pod of %s that has just ended is kept, because its runner reads the reason',
  async (owner) => {
    for (const phase of ['Failed', 'Succeeded'] as const)
      expect(await isAbandoned(await podOf(owner, { phase, ended: 1 }), now)).toBe(false);
  },
);

test.each(anyone)('a pod of %s that ended long ago is removed', async (owner) => {
  for (const phase of ['Failed', 'Succeeded'] as const)
    expect(await isAbandoned(await podOf(owner, { phase, ended: 11 }), now)).toBe(true);
});

test.each(anyone)('a pod of %s that never started is removed when no runner waits for it', async (owner) => {
  const pending = (created: number) => podOf(owner, { phase: 'Pending', created });
  expect(await isAbandoned(await pending(25), now)).toBe(false);
  expect(await isAbandoned(await pending(31), now)).toBe(true);
});

test('a pod of a dead process is removed by runners of the same host only', async () => {
  const running: Kind = { phase: 'Running' };
  expect(await isAbandoned(await podOf('a dead process of this host', running), now)).toBe(true);
  expect(await isAbandoned(await podOf('a process of another host', running), now)).toBe(false);
  expect(await isAbandoned(await podOf('this process', running), now)).toBe(false);
});
