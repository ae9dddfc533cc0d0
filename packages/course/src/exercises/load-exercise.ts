import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError, type ContextFile, type Exercise } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';
import { parseExercise } from './parse-exercise.ts';
import { readContext } from './read-context.ts';

export interface WrongAttempt {
  /** ID of the variant in `exercise.wrong`. */
  variant: string;
  /** Complete build context. */
  files: ContextFile[];
}

export interface LoadedExercise {
  exercise: Exercise;
  /** MDX. */
  statement: string;
  starter: ContextFile[];
  /** Complete build context of the reference solution. */
  solution: ContextFile[];
  wrong: WrongAttempt[];
}

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Loads an exercise from `<contentRoot>/exercises/<slug>/`.
 *
 * @throws PlatformError `not-found` if there is no such exercise, or if `slug` is invalid, because it may
 *   come from a URL
 * @throws ContentError with every problem in its files
 */
export async function loadExercise(contentRoot: string, slug: string): Promise<LoadedExercise> {
  const folder = join(contentRoot, 'exercises', slug);
  const yamlFile = join(folder, 'exercise.yaml');
  const yaml = slugPattern.test(slug) ? await readIfExists(yamlFile) : undefined;
  if (yaml === undefined) throw new PlatformError('not-found', `There is no exercise called “${slug}”.`);

  const exercise = parseExercise(yaml, yamlFile);
  const problems: ContentProblem[] = [];
  const statementFile = join(folder, 'statement.mdx');
  const statement = await readIfExists(statementFile);
  if (!statement?.trim())
    problems.push({ file: statementFile, message: 'is missing or empty; it must describe the task' });

  const starter = await context(join(folder, 'starter'), problems);
  const variant = async (path: string): Promise<ContextFile[]> => {
    const changed = await context(join(folder, path), problems);
    problems.push(...changeProblems(join(folder, path), changed, starter, exercise));
    const paths = new Set(changed.map((file) => file.path));
    return [...starter.filter((file) => !paths.has(file.path)), ...changed].sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
  };
  const solution = await variant('solution');
  const wrong: WrongAttempt[] = [];
  for (const { id } of exercise.wrong) wrong.push({ variant: id, files: await variant(join('wrong', id)) });

  if (exercise.slug !== slug)
    problems.push({ file: yamlFile, message: `slug is "${exercise.slug}" but the folder is "${slug}"` });
  problems.push(
    ...pathProblems(yamlFile, exercise, starter, solution),
    ...(await undeclaredVariants(folder, exercise)),
  );
  if (problems.length > 0) throw new ContentError(problems);
  return { exercise, statement: statement ?? '', starter, solution, wrong };
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * The files of a folder; `dot-git` stands for `.git`, which a repository cannot contain. Problems are added
 * to `problems`, so that an author sees all of them at once.
 */
async function context(folder: string, problems: ContentProblem[]): Promise<ContextFile[]> {
  try {
    const files = (await readContext(folder)).map((file) => ({
      ...file,
      path: file.path.replace(/(^|\/)dot-git\//g, '$1.git/'),
    }));
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (error instanceof ContentError) problems.push(...error.problems);
    else if (isMissing(error)) problems.push({ file: folder, message: 'is missing' });
    else throw error;
    return [];
  }
}

/** A solution or wrong variant may contain only editable files, and only those that differ from the starter. */
function changeProblems(
  folder: string,
  changed: ContextFile[],
  starter: ContextFile[],
  exercise: Exercise,
): ContentProblem[] {
  return changed.flatMap((file) => {
    const original = starter.find((other) => other.path === file.path);
    if (!exercise.editable.includes(file.path))
      return [
        { file: join(folder, file.path), message: 'is not in `editable`, so no learner could submit this' },
      ];
    if (original?.data === file.data)
      return [
        { file: join(folder, file.path), message: 'is the same as in starter/; keep only what differs' },
      ];
    return [];
  });
}

function pathProblems(
  file: string,
  exercise: Exercise,
  starter: ContextFile[],
  solution: ContextFile[],
): ContentProblem[] {
  const textOf = new Map(solution.map((entry) => [entry.path, entry.data]));
  const inStarter = new Set(starter.map((entry) => entry.path));
  return [
    ...exercise.readonly
      .filter((path) => !inStarter.has(path))
      .map((path) => ({ file, message: `readonly: starter/${path} is missing` })),
    ...exercise.editable
      .filter((path) => exercise.readonly.includes(path))
      .map((path) => ({ file, message: `${path} is both editable and readonly` })),
    ...(textOf.has('Dockerfile')
      ? []
      : [{ file, message: 'neither starter/ nor solution/ has a Dockerfile' }]),
    ...exercise.scenarios.flatMap((scenario) =>
      scenario.edits.flatMap((edit) => {
        const text = textOf.get(edit.path);
        const where = `scenario ${scenario.id}: ${edit.path}`;
        if (text === undefined) return [{ file, message: `${where} is not in the build context` }];
        if (edit.kind === 'replace' && !text.includes(edit.find))
          return [{ file, message: `${where} does not contain “${edit.find}”` }];
        return [];
      }),
    ),
  ];
}

async function undeclaredVariants(folder: string, exercise: Exercise): Promise<ContentProblem[]> {
  const wrong = join(folder, 'wrong');
  const names = await readdir(wrong).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names
    .filter((name) => !exercise.wrong.some((variant) => variant.id === name))
    .map((name) => ({ file: join(wrong, name), message: 'is not listed under `wrong` in exercise.yaml' }));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
