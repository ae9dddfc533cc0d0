import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lessonOutputsSchema, type LessonOutputs } from '@dfm/contracts';
import { contentRoot } from './content-root.ts';

/** The recorded outputs of a lesson's commands; undefined if they were never recorded. */
export async function commandOutputs(lesson: string): Promise<LessonOutputs | undefined> {
  const name = `outputs/${lesson}.json`;
  try {
    return lessonOutputsSchema.parse(JSON.parse(await readFile(join(contentRoot(), name), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`content/${name} does not contain valid outputs of a lesson`, { cause: error });
  }
}
