import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError, type ContextFile, type DrawnValues, type Exercise } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '../yaml/content-error.ts';
import { linesOfYaml, type YamlPath } from '../yaml/node-offset.ts';
import { fillIn, namedValues, valuesOf } from './draws.ts';
import { mountedFolders, mountProblems } from './mounts.ts';
import { parseExercise } from './parse-exercise.ts';
import { filledFiles, isMissing, readFilled, readWritten } from './read-filled.ts';

export interface WrongAttempt {
  /** ID of the variant in `exercise.wrong`. */
  variant: string;
  /** Complete build context. */
  files: ContextFile[];
}

/** An exercise without its solution and wrong variants. */
export interface LoadedTask {
  exercise: Exercise;
  /** MDX. */
  statement: string;
  starter: ContextFile[];
  /** What was filled in for placeholders. */
  values: DrawnValues;
  /** Those that the statement or the starter names. The others could give the solution away. */
  taskValues: DrawnValues;
}

export interface LoadedExercise extends LoadedTask {
  /** Complete build context of the reference solution. */
  solution: ContextFile[];
  wrong: WrongAttempt[];
}

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Loads an exercise from `<contentRoot>/exercises/<slug>/`.
 *
 * @param chosen values for its placeholders; the first draw's are the default
 * @throws PlatformError `not-found` if there is no such exercise, or if `slug` is invalid, because it may
 *   come from a URL
 * @throws ContentError with every problem in its files
 */
export async function loadExercise(
  contentRoot: string,
  slug: string,
  chosen?: DrawnValues,
): Promise<LoadedExercise> {
  const { task, yaml, problems } = await readTask(contentRoot, slug, chosen);
  const { exercise, starter, values } = task;
  const folder = folderOf(contentRoot, slug);
  const variant = async (path: string): Promise<ContextFile[]> => {
    const changed = await readFilled(join(folder, path), values, problems);
    problems.push(...changeProblems(join(folder, path), changed, starter, exercise));
    const paths = new Set(changed.map((file) => file.path));
    return [...starter.filter((file) => !paths.has(file.path)), ...changed].sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
  };
  const solution = await variant('solution');
  const wrong: WrongAttempt[] = [];
  for (const { id } of exercise.wrong) wrong.push({ variant: id, files: await variant(join('wrong', id)) });

  const lineOf = linesOfYaml(yaml);
  problems.push(
    ...[
      ...describedProblems(exercise, slug, starter, solution),
      ...mountProblems(exercise, exercise.mounts ?? {}),
    ].map(({ path, message }) => ({ file: yamlFileOf(folder), line: lineOf(path), message })),
    ...(await undeclaredVariants(folder, exercise)),
  );
  if (problems.length > 0) throw new ContentError(problems);
  return { ...task, solution, wrong };
}

/**
 * Loads what a learner is given and what a run needs. In an exercise with many variants, most files are in
 * these, and they are not read.
 *
 * @param chosen values for its placeholders; the first draw's are the default
 * @throws PlatformError `not-found`, as `loadExercise`
 * @throws ContentError with every problem in the files that it reads
 */
export async function loadTask(contentRoot: string, slug: string, chosen?: DrawnValues): Promise<LoadedTask> {
  const { task, problems } = await readTask(contentRoot, slug, chosen);
  if (problems.length > 0) throw new ContentError(problems);
  return task;
}

const folderOf = (contentRoot: string, slug: string) => join(contentRoot, 'exercises', slug);
const yamlFileOf = (folder: string) => join(folder, 'exercise.yaml');

/** @returns the task, the text of its `exercise.yaml`, and the problems in what was read */
async function readTask(
  contentRoot: string,
  slug: string,
  chosen: DrawnValues | undefined,
): Promise<{ task: LoadedTask; yaml: string; problems: ContentProblem[] }> {
  const folder = folderOf(contentRoot, slug);
  const yaml = slugPattern.test(slug) ? await readIfExists(yamlFileOf(folder)) : undefined;
  if (yaml === undefined) throw new PlatformError('not-found', `There is no exercise called “${slug}”.`);

  const exercise = parseExercise(yaml, yamlFileOf(folder), chosen);
  const values = valuesOf(exercise.draws, chosen);
  const problems: ContentProblem[] = [];
  const statementFile = join(folder, 'statement.mdx');
  const statement = (await readIfExists(statementFile)) ?? '';
  if (!statement.trim())
    problems.push({ file: statementFile, message: 'is missing or empty; it must describe the task' });

  const writtenStarter = await readWritten(join(folder, 'starter'), problems);
  const mounts = await mountedFolders(join(folder, 'mounts'), values, problems);
  const task = {
    exercise: Object.keys(mounts).length === 0 ? exercise : { ...exercise, mounts },
    statement: fillIn(statement, values),
    starter: filledFiles(writtenStarter, values),
    values,
    taskValues: namedValues([statement, ...writtenStarter.map(({ data }) => data)], values),
  };
  return { task, yaml, problems };
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
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

/** Where `exercise.yaml` does not match the folder and the files next to it. */
function describedProblems(
  exercise: Exercise,
  folder: string,
  starter: ContextFile[],
  solution: ContextFile[],
): { path: YamlPath; message: string }[] {
  const textOf = new Map(solution.map((entry) => [entry.path, entry.data]));
  const inStarter = new Set(starter.map((entry) => entry.path));
  const problems: ReturnType<typeof describedProblems> = [];
  const report = (path: YamlPath, message: string) => problems.push({ path, message });
  if (exercise.slug !== folder) report(['slug'], `slug is "${exercise.slug}" but the folder is "${folder}"`);
  for (const [index, path] of exercise.readonly.entries())
    if (!inStarter.has(path)) report(['readonly', index], `readonly: starter/${path} is missing`);
  for (const [index, path] of exercise.editable.entries())
    if (exercise.readonly.includes(path))
      report(['editable', index], `${path} is both editable and readonly`);
  for (const key of ['run', 'job'] as const) {
    const options = exercise[key]?.options;
    if (options !== undefined && !exercise.editable.includes(options))
      report([key, 'options'], `${options} is not in \`editable\`, so no learner could change it`);
  }
  if (exercise.run?.options === undefined && (exercise.run?.attacks.length ?? 0) > 0)
    report(['run', 'attacks'], 'attacks need `options`, with which a submission can stop them');
  if (!textOf.has('Dockerfile')) report(['editable'], 'neither starter/ nor solution/ has a Dockerfile');
  for (const [index, { id, edits }] of exercise.scenarios.entries())
    for (const [number, edit] of edits.entries()) {
      const text = textOf.get(edit.path);
      const where = `scenario ${id}: ${edit.path}`;
      if (text === undefined)
        report(['scenarios', index, 'edits', number, 'path'], `${where} is not in the build context`);
      else if (edit.kind === 'replace' && !text.includes(edit.find))
        report(['scenarios', index, 'edits', number, 'find'], `${where} does not contain “${edit.find}”`);
    }
  return problems;
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
