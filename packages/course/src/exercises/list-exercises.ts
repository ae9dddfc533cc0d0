import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exercise } from '@dfm/contracts';
import { parseExercise } from './parse-exercise.ts';

/**
 * Every exercise's description, sorted by slug. Reads only `exercise.yaml`, not the files beside it.
 *
 * @throws ContentError for a description that cannot be parsed; the file system's error when one cannot be
 *   read
 */
export async function listExercises(contentRoot: string): Promise<Exercise[]> {
  return Promise.all(
    (await exerciseSlugs(contentRoot)).map(async (slug) => {
      const file = join(contentRoot, 'exercises', slug, 'exercise.yaml');
      return parseExercise(await readFile(file, 'utf8'), file);
    }),
  );
}

/** The exercises there are, by the names of their folders, sorted, whether they can be read or not. */
export async function exerciseSlugs(contentRoot: string): Promise<string[]> {
  const entries = await readdir(join(contentRoot, 'exercises'), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
