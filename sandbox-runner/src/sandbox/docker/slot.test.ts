import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { abandonedSlots, claimSlot, freeSlot } from './slot.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'slots-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('gives each claim a unique number and reuses a freed one', async () => {
  const claimed = await Promise.all([claimSlot(dir), claimSlot(dir), claimSlot(dir)]);
  expect(claimed.map((slot) => slot.number).sort()).toEqual([0, 1, 2]);
  await freeSlot({ number: 1, dir: join(dir, 'slot-1') });
  expect((await claimSlot(dir)).number).toBe(1);
});

test('a slot is abandoned when its process has ended, even if a different process has the same pid now', async () => {
  const [own, dead, reused, unwritten, old] = [
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
  ];
  await writeFile(join(dead.dir, 'owner'), '4194304 1');
  await writeFile(join(reused.dir, 'owner'), `${process.pid} 1`);
  await rm(join(unwritten.dir, 'owner'));
  await rm(join(old.dir, 'owner'));
  await utimes(old.dir, 1, 1);
  const abandoned = await abandonedSlots(dir);
  expect(abandoned.map((slot) => slot.number).sort()).toEqual([dead.number, reused.number, old.number]);
  expect(abandoned.map((slot) => slot.number)).not.toContain(own.number);
});
