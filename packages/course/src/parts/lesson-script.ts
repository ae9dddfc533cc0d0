import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readContext } from '@dfm/course/exercises';
import type { LessonScript } from '../check/run-lesson.ts';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { readMdx } from '../mdx/read-mdx.ts';

/**
 * What a lesson asks to be run, with the files of its project; undefined when it runs nothing.
 *
 * @throws ContentError with file and line; the file system's error for a lesson or a project that is not
 *   there
 */
export async function lessonScript(contentRoot: string, slug: string): Promise<LessonScript | undefined> {
  const file = join(contentRoot, 'lessons', `${slug}.mdx`);
  const { frontmatter, body } = splitFrontmatter(await readFile(file, 'utf8'), file);
  const { commands } = await readMdx(body, file);
  if (!commands.some(({ kind }) => kind === 'command')) return undefined;
  const files =
    frontmatter.project === undefined
      ? []
      : await readContext(join(contentRoot, 'projects', frontmatter.project, 'files'));
  return { slug, file, commands, files };
}
