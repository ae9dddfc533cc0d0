import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { naiveToGolf } from './naive-to-golf.ts';

const root = join(import.meta.dirname, '../..');

test('the table that is told is that of the runs that are recorded', async () => {
  expect(await readFile(join(root, 'docs/results/naive-to-golf.md'), 'utf8')).toBe(await naiveToGolf(join(root, 'content')));
});
