import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exercise } from '@dfm/contracts';
import { parseExercise } from './parse-exercise.ts';

/**
 * The description of every exercise, sorted by slug. Reads only `exercise.yaml`, not the files next to it.
 *
 * @throws ContentError for a description that cannot be parsed; the file system's error for one that cannot
 *   be read
 */
export async function listExercises(contentRoot: string): Promise<Exercise[]> {
  return Promise.all((await exerciseSlugs(contentRoot)).map((slug) => readDescription(contentRoot, slug)));
}

/**
 * The description of one exercise.
 *
 * @throws ContentError if it cannot be parsed; the file system's error if it cannot be read
 */
export async function readDescription(contentRoot: string, slug: string): Promise<Exercise> {
  const file = join(contentRoot, 'exercises', slug, 'exercise.yaml');
  return parseExercise(await readFile(file, 'utf8'), file);
}

/** The slugs of all exercises, from the names of their folders, sorted, even of exercises that cannot be read. */
export async function exerciseSlugs(contentRoot: string): Promise<string[]> {
  const entries = await readdir(join(contentRoot, 'exercises'), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
