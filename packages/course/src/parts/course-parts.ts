import { access, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exerciseSlugs, listExercises } from '@dfm/course/exercises';
import { lessonRuns, runsIn } from '../check/lesson-runs.ts';
import { labSlugs } from '../labs/load-lab.ts';
import { splitFrontmatter } from '../lessons/frontmatter.ts';
import { lessonSlugs } from '../lint/lint-content.ts';
import type { Parts } from './selection.ts';

/** All parts in a content folder. */
export async function allParts(contentRoot: string): Promise<Parts> {
  const [lessons, exercises, labs, projects] = await Promise.all([
    lessonSlugs(contentRoot),
    exerciseSlugs(contentRoot),
    labSlugs(contentRoot),
    readdir(join(contentRoot, 'projects')),
  ]);
  return { lessons, exercises, labs, projects: projects.sort() };
}

/**
 * The lessons whose commands start from one of these projects. Lessons that cannot be read are skipped,
 * because other checks report them.
 */
export async function lessonsOfProjects(contentRoot: string, projects: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const slug of await lessonSlugs(contentRoot)) {
    const text = await readFile(join(contentRoot, 'lessons', `${slug}.mdx`), 'utf8');
    try {
      const { project } = splitFrontmatter(text, slug).frontmatter;
      if (project !== undefined && projects.includes(project)) found.push(slug);
    } catch {
      continue;
    }
  }
  return found;
}

/**
 * IDs of the runs to record: those that lessons show, and the solutions that boards compare with.
 *
 * @param all true if no parts were named: then all runs. Otherwise the runs of the named exercises and
 *   projects, and the runs that the named lessons show and that are not recorded yet.
 */
export async function runsToRecord(
  contentRoot: string,
  { lessons, exercises, projects }: Omit<Parts, 'labs'>,
  all: boolean,
): Promise<string[]> {
  const shown = [
    ...new Set([...(await lessonRuns(contentRoot)), ...(await solutionsOnBoards(contentRoot))]),
  ].sort();
  if (all) return shown;
  const named = shown.filter((id) => [...exercises, ...projects].includes(id.split('/')[0] ?? ''));
  const texts = await Promise.all(
    lessons.map((slug) => readFile(join(contentRoot, 'lessons', `${slug}.mdx`), 'utf8')),
  );
  const missing: string[] = [];
  for (const id of texts.flatMap(runsIn)) if (!(await isRecorded(contentRoot, id))) missing.push(id);
  return [...new Set([...named, ...missing])].sort();
}

async function solutionsOnBoards(contentRoot: string): Promise<string[]> {
  const exercises = await listExercises(contentRoot);
  return exercises.filter(({ board }) => board !== undefined).map(({ slug }) => `${slug}/solution`);
}

function isRecorded(contentRoot: string, id: string): Promise<boolean> {
  return access(join(contentRoot, 'runs', `${id}.json`)).then(
    () => true,
    () => false,
  );
}
