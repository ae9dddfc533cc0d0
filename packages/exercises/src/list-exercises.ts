import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exercise } from '@dfm/contracts';
import { parseExercise } from './parse-exercise.ts';

/**
 * Every exercise's description, sorted by slug. Reads only `exercise.yaml`, not the files beside it.
 * @throws ContentError for a description that cannot be parsed; the file system's error when one cannot be read
 */
export async function listExercises(contentRoot: string): Promise<Exercise[]> {
  const root = join(contentRoot, 'exercises');
  const entries = await readdir(root, { withFileTypes: true });
  const slugs = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    slugs.sort().map(async (slug) => {
      const file = join(root, slug, 'exercise.yaml');
      return parseExercise(await readFile(file, 'utf8'), file);
    }),
  );
}
