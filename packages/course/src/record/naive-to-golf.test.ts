import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { naiveToGolf } from './naive-to-golf.ts';

const root = join(import.meta.dirname, '../../../..');

test('docs/results/naive-to-golf.md matches the recorded runs', async () => {
  expect(await readFile(join(root, 'docs/results/naive-to-golf.md'), 'utf8')).toBe(
    await naiveToGolf(join(root, 'content')),
  );
});

test('the service, its first and its smallest image are those of the exercise', async () => {
  const at = (path: string) => readFile(join(root, 'content', path), 'utf8');
  for (const file of ['app.py', 'requirements.txt', 'train.py', 'weights.json'])
    expect(await at(`projects/digit-reader/files/${file}`)).toBe(await at(`exercises/golf/starter/${file}`));
  expect(await at('projects/digit-reader/variants/naive/Dockerfile')).toBe(
    await at('exercises/golf/starter/Dockerfile'),
  );
  expect(await at('projects/digit-reader/variants/golf/Dockerfile')).toBe(
    await at('exercises/golf/solution/Dockerfile'),
  );
});
