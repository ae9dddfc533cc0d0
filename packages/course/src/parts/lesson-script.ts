import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LessonScript } from '@dfm/contracts';
import { readContext } from '@dfm/course/exercises';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { readMdx } from '../mdx/read-mdx.ts';

/**
 * The commands of a lesson, with the files of its project; undefined if it runs nothing.
 *
 * @throws ContentError with file and line; the file system's error for a lesson or project that does not
 *   exist
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
