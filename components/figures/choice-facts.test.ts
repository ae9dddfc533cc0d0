import { describe, expect, test } from 'vitest';
import { fixedCount, handoverRows, handovers } from './handover-rows.ts';
import { namespaceFacts } from './namespace-facts.ts';
import { probeMoments } from './probe-timeline/probe-moments.ts';
import { stackLayers } from './vm-stack-layers.ts';

describe('handoverRows', () => {
  test.each([
    ['code', { fixed: 1, partly: 0 }],
    ['requirements', { fixed: 1, partly: 1 }],
    ['lock', { fixed: 2, partly: 1 }],
    ['image', { fixed: 5, partly: 2 }],
  ] as const)('%s pins as much as the lesson says', (handover, count) =>
    expect(fixedCount(handoverRows(handover))).toMatchObject(count),
  );

  test('has the same rows for every handover, and a remark for every partly pinned row', () => {
    const all = handovers.map(({ key }) => handoverRows(key));
    for (const rows of all) {
      expect(rows.map((row) => row.what)).toEqual(all[0]?.map((row) => row.what));
      expect(rows.filter((row) => row.fixed === 'partly' && !row.remark)).toEqual([]);
    }
  });

  test('never loses what a smaller handover pins', () => {
    const rank = { machine: 0, partly: 1, fixed: 2 };
    const all = handovers.map(({ key }) => handoverRows(key).map((row) => rank[row.fixed]));
    for (const [place, ranks] of all.entries())
      for (const [row, value] of ranks.entries())
        expect(value).toBeGreaterThanOrEqual(all[place - 1]?.[row] ?? 0);
  });
});

describe('stackLayers', () => {
  test('has every fact of each layer', () => {
    expect(
      stackLayers.filter(({ name, what, ships, patches, starts }) =>
        [name, what, ships, patches, starts].includes(''),
      ),
    ).toEqual([]);
  });

  test('has one kernel per service in one stack and one shared kernel in the other', () => {
    const kernels = stackLayers
      .filter((layer) => /kernel/i.test(layer.name))
      .map(({ stack, place }) => [stack, place]);
    expect(kernels).toEqual([
      ['vm', 'each'],
      ['vm', 'shared'],
      ['container', 'shared'],
    ]);
  });
});

test('namespaceFacts has each kind of namespace once, and no option to share mounts', () => {
  expect(namespaceFacts.map((facts) => facts.key).toSorted()).toEqual([
    'cgroup',
    'ipc',
    'mnt',
    'net',
    'pid',
    'user',
    'uts',
  ]);
  expect(namespaceFacts.filter((facts) => !facts.shareOption).map((facts) => facts.key)).toEqual(['mnt']);
});

describe('probeMoments', () => {
  test('only a service that is alive and ready gets requests', () => {
    for (const { key, alive, ready, requests } of probeMoments)
      expect([key, requests]).toEqual([key, alive === 'yes' && ready === 'yes']);
  });

  test('a service is alive and not ready while it loads, while it is busy, and while it stops', () => {
    const waiting = probeMoments.filter(({ alive, ready }) => alive === 'yes' && ready === 'no');
    expect(waiting.map(({ key }) => key)).toEqual(['loads', 'busy', 'stops']);
  });
});
