import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lessonOutputsSchema } from '@dfm/contracts';
import { ContentError, exerciseSlugs, loadExercise, type ContentProblem } from '@dfm/course/exercises';
import { checks, rubricProblems } from '@dfm/grading';
import { parse } from 'yaml';
import { assertedText } from './asserted-text.ts';
import { shapeProblems, unwrittenProblems } from './lesson-shape.ts';
import { readLessonText, writtenTree, type LessonText } from './lesson-text.ts';
import { linkProblems, type LinkTargets } from './links.ts';
import { referenceProblems } from './references.ts';
import { claimProblems, readRefusedClaims, type RefusedClaims } from './refused-claims.ts';
import { readSpelling, spellingProblems, type Spelling } from './spelling.ts';
import { unknownChecks } from './unknown-checks.ts';
import { yamlLines } from './yaml-lines.ts';

/** The rules for texts. */
export interface LintRules {
  targets: LinkTargets;
  claims: RefusedClaims;
  spelling: Spelling;
  /** Lessons and exercises that are listed in a module of the course. */
  listed: ReadonlySet<string>;
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
    modules: { slug: string; lessons?: string[]; exercises?: string[] }[];
  };
  return {
    targets: {
      lessons: new Set(await lessonSlugs(contentRoot)),
      exercises: new Set(await exerciseSlugs(contentRoot)),
      checks: new Set(checks.map(({ meta }) => meta.id)),
      modules: new Set(modules.map(({ slug }) => slug)),
      terms: new Set(Object.keys(await keysOf('glossary.yaml'))),
    },
    claims: await readRefusedClaims(contentRoot),
    spelling: await readSpelling(contentRoot),
    listed: new Set(
      modules.flatMap(({ lessons = [], exercises = [] }) => [
        ...lessons.map((slug) => `lesson ${slug}`),
        ...exercises.map((slug) => `exercise ${slug}`),
      ]),
    ),
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
    const { file, frontmatter, headLine, tree } = lesson;
    const head = [frontmatter.title, frontmatter.summary, ...frontmatter.objectives];
    return [
      ...listProblems(`lesson ${slug}`, file, rules),
      ...shapeProblems(lesson),
      ...linkProblems(tree, file, rules.targets),
      ...(await referenceProblems(contentRoot, lesson, rules.targets)),
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
    const described = join(contentRoot, 'exercises', slug, 'exercise.yaml');
    const lineOf = yamlLines(await readFile(described, 'utf8'));
    const words = [
      exercise.title,
      exercise.summary,
      ...exercise.hints.map((hint) => (typeof hint === 'string' ? hint : hint.text)),
      ...exercise.wrong.map(({ title }) => title),
    ];
    return [
      ...listProblems(`exercise ${slug}`, described, rules),
      ...linkProblems(tree, file, targets),
      ...unwrittenProblems(tree, file),
      ...textProblems({ file, tree }, rules),
      ...words.flatMap((text) =>
        wordProblems(text, described, rules).map((problem) => ({ ...problem, line: lineOf(text) })),
      ),
      ...unknownChecks(exercise, targets.checks).map((id) => ({
        file: described,
        line: lineOf(id),
        message: `there is no check ${id}. docs/checks.md lists all checks`,
      })),
      ...rubricProblems(exercise.rubric).map(({ check, path, message }) => ({
        file: described,
        line: lineOf(path.at(-1) ?? check),
        message: `options of ${check}, ${path.join('.')}: ${message}`,
      })),
    ];
  });
}

/** A lesson or exercise that no module lists cannot be found. */
function listProblems(name: string, file: string, { listed }: Pick<LintRules, 'listed'>): ContentProblem[] {
  return listed.has(name) ? [] : [{ file, line: 1, message: `no module in course.yaml lists the ${name}` }];
}

/** Problems in a text from YAML, in which `<` and `{` have no meaning. Its lines do not match the file's. */
function wordProblems(
  text: string,
  file: string,
  rules: Pick<LintRules, 'claims' | 'spelling'>,
): ContentProblem[] {
  const tree = writtenTree(text.replaceAll(/[<{]/g, ' '));
  return [...unwrittenProblems(tree, file), ...textProblems({ file, tree }, rules)].map(({ message }) => ({
    file,
    message,
  }));
}

function textProblems(
  { file, tree }: Pick<LessonText, 'file' | 'tree'>,
  { claims, spelling }: Pick<LintRules, 'claims' | 'spelling'>,
): ContentProblem[] {
  return [...claimProblems(assertedText(tree), file, claims), ...spellingProblems(tree, file, spelling)];
}

/** Reports recorded outputs that do not match a lesson's current commands. */
async function outputProblems(
  contentRoot: string,
  { slug, file, parts }: LessonText,
): Promise<ContentProblem[]> {
  const commands = parts.commands.flatMap((command) => (command.kind === 'command' ? [command] : []));
  const text = await readFile(join(contentRoot, 'outputs', `${slug}.json`), 'utf8').catch(() => undefined);
  const recorded =
    text === undefined ? [] : lessonOutputsSchema.parse(JSON.parse(text)).commands.map(({ id }) => id);
  const again = `npm run content:record -- content/lessons/${slug}.mdx`;
  const missing = commands.find(({ id }) => !recorded.includes(id));
  if (missing)
    return [
      { file, line: missing.line, message: `the output of this command is not recorded: run ${again}` },
    ];
  return recorded.length > commands.length
    ? [{ file, message: `content/outputs/${slug}.json contains outputs of removed commands: run ${again}` }]
    : [];
}

async function problemsOf(find: () => Promise<ContentProblem[]>): Promise<ContentProblem[]> {
  try {
    return (await find()).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}
