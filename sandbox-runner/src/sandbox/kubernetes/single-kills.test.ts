import { expect, test } from 'vitest';
import { requireSingleKills } from './single-kills.ts';

const group = '/sys/fs/cgroup/memory.oom.group';
const files = (entries: [string, string][]) => async () => new Map(entries);

test('a node that ends whole pods is refused, with the setting that is missing', async () => {
  await expect(requireSingleKills(files([[group, '1\n']]))).rejects.toThrow('singleProcessOOMKill: true');
});

test('a node that ends single processes is accepted, and one with version 1 of cgroups', async () => {
  await expect(requireSingleKills(files([[group, '0\n']]))).resolves.toBeUndefined();
  await expect(requireSingleKills(files([]))).resolves.toBeUndefined();
});
