import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, processMark } from '../../host/process-mark.ts';

/**
 * A numbered slot for one sandbox, which determines its folder and its UID range. Slots are shared by all
 * processes that use a data folder.
 */
export interface Slot {
  number: number;
  dir: string;
}

/** A claim of this age without an owner file was left by a process that died right after claiming it. */
const claimGraceMs = 10_000;

/** Claims the lowest free slot by creating its folder, and records its owner. */
export async function claimSlot(sandboxesDir: string): Promise<Slot> {
  await mkdir(sandboxesDir, { recursive: true, mode: 0o700 });
  for (let number = 0; ; number++) {
    const dir = join(sandboxesDir, `slot-${number}`);
    try {
      await mkdir(dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    await writeFile(join(dir, 'owner'), (await processMark(process.pid)) ?? '');
    return { number, dir };
  }
}

/** Frees a slot. Its disk must be unmounted. */
export async function freeSlot(slot: Slot): Promise<void> {
  await rm(slot.dir, { recursive: true, force: true });
}

/** Slots whose owner is no longer running. */
export function abandonedSlots(sandboxesDir: string): Promise<Slot[]> {
  return slotsWhere(sandboxesDir, async (dir) => !(await isOwned(dir)));
}

/** Slots that this process has claimed and not freed. */
export function ownSlots(sandboxesDir: string): Promise<Slot[]> {
  return slotsWhere(sandboxesDir, async (dir) =>
    (await readFile(join(dir, 'owner'), 'utf8').catch(() => '')).startsWith(`${process.pid} `),
  );
}

async function slotsWhere(sandboxesDir: string, matches: (dir: string) => Promise<boolean>): Promise<Slot[]> {
  const names = await readdir(sandboxesDir).catch(() => []);
  const slots: Slot[] = [];
  for (const name of names) {
    const number = /^slot-(\d+)$/.exec(name)?.[1];
    const dir = join(sandboxesDir, name);
    if (number !== undefined && (await matches(dir))) slots.push({ number: Number(number), dir });
  }
  return slots;
}

async function isOwned(dir: string): Promise<boolean> {
  const owner = await readFile(join(dir, 'owner'), 'utf8').catch(() => '');
  if (owner === '') {
    const age = await stat(dir).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    return age < claimGraceMs;
  }
  return isRunning(owner);
}
