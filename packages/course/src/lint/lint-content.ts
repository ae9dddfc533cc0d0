import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exerciseSlugs, loadExercise, type ContentProblem } from '@dfm/course/exercises';
import { checks, rubricProblems } from '@dfm/grading';
import { parse } from 'yaml';
import { labSlugs } from '../labs/load-lab.ts';
import { readMdx } from '../mdx/read-mdx.ts';
import { linesOfYaml } from '../yaml/node-offset.ts';
import { orderProblems, type ListedModule } from './course-order.ts';
import { drawProblems } from './draw-problems.ts';
import { exerciseReferenceProblems } from './exercise-references.ts';
import { shapeProblems, unwrittenProblems } from './lesson-shape.ts';
import { readLessonText, writtenTree } from './lesson-text.ts';
import { linkProblems, type LinkTargets } from './links.ts';
import { measuredProblems } from './measured-numbers.ts';
import { messageProblems } from './messages.ts';
import { outputProblems } from './recorded-outputs.ts';
import { referenceProblems } from './references.ts';
import { readRefusedClaims } from './refused-claims.ts';
import { shellProblems } from './shell-syntax.ts';
import { readSpelling } from './spelling.ts';
import { stepsProblems } from './steps.ts';
import { problemsOf, textProblems, wordProblems, type WordRules } from './text-problems.ts';
import { unknownChecks } from './unknown-checks.ts';
import { wordingProblems } from './wording.ts';
import { yamlLines } from './yaml-lines.ts';

/** The rules for texts. */
export interface LintRules extends WordRules {
  targets: LinkTargets;
  /** The modules of the course, in order. */
  modules: readonly ListedModule[];
}

/** Slugs of all lessons, whether or not the course lists them, sorted. */
export async function lessonSlugs(contentRoot: string): Promise<string[]> {
  const names = await readdir(join(contentRoot, 'lessons'));
  return names.flatMap((name) => (name.endsWith('.mdx') ? [name.slice(0, -'.mdx'.length)] : [])).sort();
}

/** Reads the rules once for all texts. @throws ContentError if one of their files cannot be read */
export async function readLintRules(contentRoot: string): Promise<LintRules> {
  const keysOf = async (name: string): Promise<Record<string, unknown>> =>
    (parse(await readFile(join(contentRoot, name), 'utf8')) as Record<string, unknown> | null) ?? {};
  const { modules } = (await keysOf('course.yaml')) as {
    modules: { slug: string; lessons?: string[]; exercises?: string[]; labs?: string[] }[];
  };
  return {
    targets: {
      lessons: new Set(await lessonSlugs(contentRoot)),
      exercises: new Set(await exerciseSlugs(contentRoot)),
      labs: new Set(await labSlugs(contentRoot)),
      checks: new Set(checks.map(({ meta }) => meta.id)),
      modules: new Set(modules.map(({ slug }) => slug)),
      terms: new Set(Object.keys(await keysOf('glossary.yaml'))),
    },
    claims: await readRefusedClaims(contentRoot),
    spelling: await readSpelling(contentRoot),
    modules: modules.map(({ slug, lessons = [], exercises = [], labs = [] }) => ({
      slug,
      lessons,
      exercises,
      labs,
    })),
  };
}

/** All problems in a lesson that can be found without running it. */
export async function lessonProblems(
  contentRoot: string,
  slug: string,
  rules: LintRules,
): Promise<ContentProblem[]> {
  return problemsOf(async () => {
    const lesson = await readLessonText(contentRoot, slug);
    const { file, source, frontmatter, headLine, tree, parts } = lesson;
    const head = [frontmatter.title, frontmatter.summary, ...frontmatter.objectives];
    return [
      ...listProblems('lesson', slug, file, rules),
      ...shapeProblems(lesson),
      ...stepsProblems(tree, file),
      ...messageProblems(lesson),
      ...linkProblems(tree, file, rules.targets),
      ...(await referenceProblems(contentRoot, lesson, rules.targets)),
      ...(await measuredProblems(contentRoot, lesson)),
      ...orderProblems(lesson, rules.modules),
      ...frontmatter.prerequisites
        .filter((other) => !rules.targets.lessons.has(other))
        .map((other) => ({
          file,
          line: headLine(other),
          message: `prerequisites: there is no lesson ${other}`,
        })),
      ...textProblems(lesson, rules),
      ...head.flatMap((text) =>
        textProblems({ file, tree: writtenTree(text) }, rules).map(({ message }) => ({
          file,
          line: headLine(text),
          message,
        })),
      ),
      ...wordingProblems(source).map((problem) => ({ file, ...problem })),
      ...shellProblems(parts.commands, file),
      ...(await outputProblems(contentRoot, lesson)),
    ];
  });
}

/** All problems in the texts of an exercise. */
export async function statementProblems(
  contentRoot: string,
  slug: string,
  { targets, ...rules }: LintRules,
): Promise<ContentProblem[]> {
  return problemsOf(async () => {
    const { exercise, statement } = await loadExercise(contentRoot, slug);
    const tree = writtenTree(statement);
    const file = join(contentRoot, 'exercises', slug, 'statement.mdx');
    await readMdx(statement, file, 'statement');
    const described = join(contentRoot, 'exercises', slug, 'exercise.yaml');
    const yaml = await readFile(described, 'utf8');
    const lineOf = yamlLines(yaml);
    const lineOfPath = linesOfYaml(yaml);
    const words = [
      exercise.title,
      exercise.summary,
      ...exercise.hints.map((hint) => (typeof hint === 'string' ? hint : hint.text)),
      ...exercise.wrong.map(({ title }) => title),
    ];
    return [
      ...listProblems('exercise', slug, described, rules),
      ...(await drawProblems(contentRoot, exercise, yaml)),
      ...linkProblems(tree, file, targets),
      ...unwrittenProblems(tree, file),
      ...textProblems({ file, tree }, rules),
      ...wordingProblems(statement).map((problem) => ({ file, ...problem })),
      ...wordingProblems(yaml).map((problem) => ({ file: described, ...problem })),
      ...words.flatMap((text) =>
        wordProblems(text, described, rules).map((problem) => ({ ...problem, line: lineOf(text) })),
      ),
      ...unknownChecks(exercise, targets.checks).map((id) => ({
        file: described,
        line: lineOf(id),
        message: `there is no check ${id}. docs/checks.md lists all checks`,
      })),
      ...exerciseReferenceProblems(exercise, targets).map(({ path, message }) => ({
        file: described,
        line: lineOfPath(path),
        message,
      })),
      ...rubricProblems(exercise.rubric).map(({ check, path, message }) => ({
        file: described,
        line: lineOf(path.at(-1) ?? check),
        message: `options of ${check}, ${path.join('.')}: ${message}`,
      })),
    ];
  });
}

/** A lesson, exercise or lab that no module lists cannot be found. */
export function listProblems(
  kind: 'lesson' | 'exercise' | 'lab',
  slug: string,
  file: string,
  { modules }: Pick<LintRules, 'modules'>,
): ContentProblem[] {
  return modules.some((module) => module[`${kind}s`].includes(slug))
    ? []
    : [{ file, line: 1, message: `no module in course.yaml lists the ${kind} ${slug}` }];
}
