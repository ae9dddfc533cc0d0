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

test('gives each claim a number of its own and reuses a freed one', async () => {
  const claimed = await Promise.all([claimSlot(dir), claimSlot(dir), claimSlot(dir)]);
  expect(claimed.map((slot) => slot.number).sort()).toEqual([0, 1, 2]);
  await freeSlot({ number: 1, dir: join(dir, 'slot-1') });
  expect((await claimSlot(dir)).number).toBe(1);
});

test('a slot is abandoned when its process is gone, also when another has its pid by now', async () => {
  const [own, gone, reused, unwritten, old] = [
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
    await claimSlot(dir),
  ];
  await writeFile(join(gone.dir, 'owner'), '4194304 1');
  await writeFile(join(reused.dir, 'owner'), `${process.pid} 1`);
  await rm(join(unwritten.dir, 'owner'));
  await rm(join(old.dir, 'owner'));
  await utimes(old.dir, 1, 1);
  const abandoned = await abandonedSlots(dir);
  expect(abandoned.map((slot) => slot.number).sort()).toEqual([gone.number, reused.number, old.number]);
  expect(abandoned.map((slot) => slot.number)).not.toContain(own.number);
});
