import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLabState, writeLabState } from './lab-folder.ts';

const state = { lab: 'trial', done: 1, hints: 2, before: ['volume data now'] };
let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lab-folder-'))));
afterEach(() => rm(folder, { recursive: true }));

test('what was stored is read', async () => {
  const inside = join(folder, 'new/trial');
  await writeLabState(inside, state);
  expect(await readLabState(inside, 'trial')).toEqual(state);
  await writeLabState(inside, { ...state, done: 2 });
  expect((await readLabState(inside, 'trial'))?.done).toBe(2);
});

test('a lab was not started in a folder that is empty or does not exist', async () => {
  expect(await readLabState(folder, 'trial')).toBeUndefined();
  expect(await readLabState(join(folder, 'none'), 'trial')).toBeUndefined();
});

test('a folder with something else is left alone', async () => {
  await writeFile(join(folder, 'thesis.txt'), '');
  await expect(readLabState(folder, 'trial')).rejects.toThrow('is not empty');
});

test('so is the folder of a different lab', async () => {
  await writeLabState(folder, state);
  await expect(readLabState(folder, 'other')).rejects.toThrow('is not empty');
});
