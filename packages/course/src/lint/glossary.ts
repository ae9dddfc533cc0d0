import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentProblem } from '@dfm/course/exercises';
import { parse } from 'yaml';
import { linesOfYaml } from '../yaml/node-offset.ts';
import { wordingProblems } from './wording.ts';

/**
 * Reports entries of `content/glossary.yaml` that name a lesson that does not exist, and phrases that read as
 * if translated.
 *
 * @param lessons slugs of all lessons
 */
export async function glossaryProblems(
  contentRoot: string,
  lessons: ReadonlySet<string>,
): Promise<ContentProblem[]> {
  const file = join(contentRoot, 'glossary.yaml');
  const text = await readFile(file, 'utf8');
  const lineOf = linesOfYaml(text);
  const entries = Object.entries(parse(text) as Record<string, { lesson?: string } | null>);
  const problems = entries.flatMap(([term, entry]) =>
    entry?.lesson === undefined || lessons.has(entry.lesson)
      ? []
      : [{ file, line: lineOf([term, 'lesson']), message: `${term}: there is no lesson ${entry.lesson}` }],
  );
  return [...problems, ...wordingProblems(text).map((problem) => ({ file, ...problem }))];
}
