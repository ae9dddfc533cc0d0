import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadExercise, type ContentProblem } from '@dfm/course/exercises';
import { projectFolder } from '../lessons/project-folder.ts';
import { runDockerfile } from '../lessons/run-dockerfile.ts';
import { componentsIn } from './components-in.ts';
import type { LessonText } from './lesson-text.ts';
import type { LinkTargets } from './links.ts';
import { readRecordedRun } from './read-recorded-run.ts';

/**
 * Reports recorded runs, edits, folders, lessons and exercises that the components of a lesson refer to but
 * do not exist. A page with such a reference cannot be shown.
 */
export async function referenceProblems(
  contentRoot: string,
  { slug, file, tree, parts }: LessonText,
  targets: LinkTargets,
): Promise<ContentProblem[]> {
  const problems: ContentProblem[] = [];
  for (const { kind, id, line } of parts.references) {
    const message = await missing(kind, id);
    if (message !== undefined && !problems.some((other) => other.line === line && other.message === message))
      problems.push({ file, line, message });
  }
  for (const { name, run, edit, line } of editsIn(tree)) {
    const scenarios = (await readRecordedRun(contentRoot, run))?.replay.map(({ scenario }) => scenario);
    if (scenarios && !scenarios.includes(edit))
      problems.push({
        file,
        line,
        message: `<${name}>: the run ${run} has no edit ${edit}. It has ${scenarios.join(', ')}`,
      });
  }
  return problems;

  async function missing(
    kind: LessonText['parts']['references'][number]['kind'],
    id: string,
  ): Promise<string | undefined> {
    if (kind === 'lesson') return targets.lessons.has(id) ? undefined : `there is no lesson ${id}`;
    if (kind === 'exercise') return targets.exercises.has(id) ? undefined : `there is no exercise ${id}`;
    if (kind === 'folder')
      return (await projectFolder(contentRoot, id))
        ? undefined
        : `there is no content/projects/${id}/folder.json`;
    if (kind === 'dockerfile')
      return (await runDockerfile(contentRoot, id)) === undefined
        ? `there is no Dockerfile of ${id} in content/projects`
        : undefined;
    // Links to terms are checked together with the other links.
    if (kind === 'term' || (await readRecordedRun(contentRoot, id))) return undefined;
    const [owner = '', variant = ''] = id.split('/');
    const variants = await variantsOf(contentRoot, owner, targets);
    if (variants === undefined) return `there is no exercise or project ${owner} for the run ${id}`;
    if (variant === '')
      return `a run is named exercise/variant. ${owner} has the variants ${variants.join(', ')}`;
    if (!variants.includes(variant))
      return `${owner} has no variant ${variant}. It has ${variants.join(', ')}`;
    return `the run ${id} is not recorded: run npm run content:record -- content/lessons/${slug}.mdx`;
  }
}

/** The edits that figures and quotations refer to, each with its run. */
function editsIn(
  tree: LessonText['tree'],
): { name: string; run: string; edit: string; line: number | undefined }[] {
  return componentsIn(tree).flatMap(({ name, attributes: { run, against, registry, edit }, line }) =>
    edit === undefined
      ? []
      : [run, against, registry].flatMap((id) => (id === undefined ? [] : [{ name, run: id, edit, line }])),
  );
}

/** The variants of an exercise or a project; undefined if there is none with that name. */
async function variantsOf(
  contentRoot: string,
  owner: string,
  { exercises }: LinkTargets,
): Promise<string[] | undefined> {
  if (exercises.has(owner))
    return [
      'starter',
      'solution',
      ...(await loadExercise(contentRoot, owner)).wrong.map(({ variant }) => variant),
    ];
  if (owner === '') return undefined;
  return readdir(join(contentRoot, 'projects', owner, 'variants')).catch(() => undefined);
}
