import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { lessonOutputsSchema, type LessonOutputs } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import {
  checkExercise,
  gradeCold,
  type CheckedVariant,
  type GradeFiles,
} from '@dfm/course/check/check-content';
import { merged } from '@dfm/course/check/merged';
import { ContentError, loadExercise } from '@dfm/course/exercises';
import { loadLab } from '@dfm/course/labs/load-lab';
import { answerLengthProblems } from '@dfm/course/lint/answer-lengths';
import { glossaryProblems } from '@dfm/course/lint/glossary';
import { labProblems } from '@dfm/course/lint/lab-problems';
import { lessonProblems, readLintRules, statementProblems } from '@dfm/course/lint/lint-content';
import { changes } from '@dfm/course/parts/changes';
import { allParts, lessonsOfProjects, runsToRecord } from '@dfm/course/parts/course-parts';
import { lessonScript } from '@dfm/course/parts/lesson-script';
import { selectParts, type Parts } from '@dfm/course/parts/selection';
import { naiveToGolf, isInTable } from '@dfm/course/record/naive-to-golf';
import { sameOutputs } from '@dfm/course/record/same-outputs';
import type { SandboxStart } from '@dfm/sandbox-runner/backend';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { tryLab } from '@dfm/sandbox-runner/lab-in-sandbox';
import { type LazyPool, lazyPool } from '@dfm/sandbox-runner/lazy-pool';
import { runLessonInSandbox } from '@dfm/sandbox-runner/lesson-in-sandbox';
import { openPool } from '@dfm/sandbox-runner/open-pool';
import { sandboxGrader } from '@dfm/sandbox-runner/sandbox-grader';
import type { Tally } from './test-report.ts';

const usage = `Usage: npm run content:check -- [lesson, exercise, lab or path…] [--watch] [--report <file>]
       npm run content:record -- [lesson, exercise, project or path…]

Checks the text of lessons, exercises and labs. Then, in sandboxes, runs the commands of the lessons, grades the starter,
the solution and every wrong variant of the exercises, types the wrong ways and the references of the labs, and reports
everything that does not behave as declared.
  --static      check only the text: no sandbox, no engine
  --skip-labs   of labs, check only the text
  --watch       keep running, and check files again when they change
  --report      write {passed, failed, failures} to this file
  --record      instead, record the outputs of the lessons' commands in content/outputs/, and the runs that lessons show, each
                in a new sandbox, in content/runs/. For a named lesson, only runs that are not recorded yet.

Exit code: 0 everything behaves as declared, 1 something does not, 2 the content cannot be read.
`;

/**
 * Number of parallel checks. Two keep two processors 80 % busy; four needed 90 % of the time of two (29
 * variants, 140 s and 128 s).
 */
const atOnce = 2;
/** Labs mostly wait for what was typed to have its effects: two at once kept two processors 55 % busy. */
const labsAtOnce = 2;

const root = join(import.meta.dirname, '..');
const contentRoot = join(root, 'content');

/** The result of one check. */
interface Checked {
  name: string;
  how: string;
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    static: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    'skip-labs': { type: 'boolean', default: false },
    report: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(usage);
} else {
  const signal = interruption();
  process.exitCode = await main(signal).catch((error: unknown) => {
    if (signal.aborted) return 130;
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}

async function main(signal: AbortSignal): Promise<number> {
  const known = await allParts(contentRoot);
  const chosen =
    positionals.length === 0
      ? known
      : selectParts(positionals, known, contentRoot, process.env.INIT_CWD ?? process.cwd());
  if ('unknown' in chosen) {
    for (const { word, meant } of chosen.unknown)
      console.error(
        `There is no lesson, exercise, lab or project ${word}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
      );
    return 2;
  }
  const pools = { bare: openLater('bases'), learners: openLater('course-layers') };
  try {
    const tally = values.record
      ? await printAll(record(chosen, positionals.length === 0, pools.bare, signal))
      : await printAll(check(chosen, pools, signal));
    console.log(`${tally.passed} behave as declared, ${tally.failed} do not`);
    if (values.report !== undefined) await writeFile(values.report, JSON.stringify(tally));
    if (values.watch) await checkAgain(pools, signal);
    return tally.failed === 0 ? 0 : 1;
  } finally {
    await Promise.all([pools.bare.close(), pools.learners.close()]);
  }
}

/** Checks changed files until interrupted. */
async function checkAgain(pools: Pools, signal: AbortSignal): Promise<void> {
  const ready = () => console.log('Waiting for changes in content/. Press Ctrl C to stop.');
  for await (const paths of changes(contentRoot, signal, ready)) {
    try {
      const known = await allParts(contentRoot);
      const named = paths.filter((path) => !('unknown' in selectParts([path], known, contentRoot, root)));
      const chosen = selectParts(named, known, contentRoot, root);
      if ('unknown' in chosen || named.length === 0) continue;
      console.log(
        `\n${new Date().toLocaleTimeString()}  ${named.map((path) => relative(root, path)).join(', ')}`,
      );
      await printAll(check(chosen, pools, signal));
    } catch (error) {
      // The file may still be being written.
      if (signal.aborted || !(error instanceof ContentError)) throw error;
      console.log(error.message);
    }
  }
}

/** Checks the text first, which takes a second, and then everything that needs sandboxes, two at a time. */
async function* check(
  { exercises, labs, ...chosen }: Parts,
  { bare, learners }: Pools,
  signal: AbortSignal,
): AsyncGenerator<Checked> {
  const rules = await readLintRules(contentRoot);
  yield {
    name: 'glossary',
    how: 'text',
    defects: (await glossaryProblems(contentRoot, rules.targets.lessons)).map(described),
  };
  yield {
    name: 'lengths of options',
    how: 'text',
    defects: (await answerLengthProblems(contentRoot, rules.modules)).map(described),
  };
  const lessons = [
    ...new Set([...chosen.lessons, ...(await lessonsOfProjects(contentRoot, chosen.projects))]),
  ];
  for (const slug of lessons)
    yield {
      name: `lesson ${slug}`,
      how: 'text',
      defects: (await lessonProblems(contentRoot, slug, rules)).map(described),
    };
  const readable: string[] = [];
  for (const slug of exercises) {
    const defects = (await statementProblems(contentRoot, slug, rules)).map(described);
    yield { name: `exercise ${slug}`, how: 'text', defects };
    if (await canBeRead(() => loadExercise(contentRoot, slug))) readable.push(slug);
  }
  const playable: string[] = [];
  for (const slug of labs) {
    const defects = (await labProblems(contentRoot, slug, rules)).map(described);
    yield { name: `lab ${slug}`, how: 'text', defects };
    if (await canBeRead(() => loadLab(contentRoot, slug))) playable.push(slug);
  }
  if (values.static) return;
  const exercisesToGrade = readable.map(
    (slug) =>
      async function* graded() {
        const grade = await graderOf(learners, signal);
        for await (const checked of checkExercise(contentRoot, slug, grade)) yield ofVariant(checked);
      },
  );
  const lessonsToRun = lessons.map(
    (slug) =>
      async function* ran() {
        const checked = await runCommands(slug, bare, signal);
        if (checked) yield checked.checked;
      },
  );
  const labsToPlay = values['skip-labs'] ? [] : playable.map((slug) => () => play(slug, bare, signal));
  yield* merged(
    [() => merged([...exercisesToGrade, ...lessonsToRun], atOnce), () => merged(labsToPlay, labsAtOnce)],
    2,
  );
}

/** Whether an exercise or a lab can be tried. If not, the check of its text has already reported the problem. */
function canBeRead(load: () => Promise<unknown>): Promise<boolean> {
  return load().then(
    () => true,
    (error: unknown) => {
      if (error instanceof ContentError) return false;
      throw error;
    },
  );
}

/** Records everything that behaves as declared; the rest is only reported. */
async function* record(
  chosen: Parts,
  all: boolean,
  bare: LazyPool,
  signal: AbortSignal,
): AsyncGenerator<Checked> {
  const runs = await runsToRecord(contentRoot, chosen, all);
  for (const id of runs) {
    const [slug = '', variant = ''] = id.split('/');
    const grade = await graderOf(bare, signal);
    const graded = await gradeCold(contentRoot, slug, variant, grade);
    if (graded.defects.length === 0) await writeJson(`runs/${id}.json`, graded.result);
    yield ofVariant(graded);
  }
  if (isInTable(runs))
    await writeFile(join(root, 'docs/results/naive-to-golf.md'), await naiveToGolf(contentRoot));
  for (const slug of chosen.lessons) {
    const ran = await runCommands(slug, bare, signal);
    if (ran === undefined) await rm(join(contentRoot, 'outputs', `${slug}.json`), { force: true });
    if (ran === undefined) continue;
    const { checked, recorded, engineVersion } = ran;
    if (checked.defects.length === 0)
      await keepOutputs(slug, {
        version: 1,
        recordedOn: new Date().toISOString().slice(0, 10),
        engineVersion,
        commands: recorded,
      });
    yield checked;
  }
}

/** Writes a recording if it differs from the existing one. */
async function keepOutputs(slug: string, outputs: LessonOutputs): Promise<void> {
  const name = `outputs/${slug}.json`;
  const before = lessonOutputsSchema.safeParse(
    JSON.parse(await readFile(join(contentRoot, name), 'utf8').catch(() => 'null')),
  );
  if (!before.success || !sameOutputs(before.data, outputs)) await writeJson(name, outputs);
}

async function runCommands(slug: string, bare: LazyPool, signal: AbortSignal) {
  // If it cannot be read, the check of its text has already reported the problem.
  const script = await lessonScript(contentRoot, slug).catch((error: unknown) => {
    if (error instanceof ContentError && !values.record) return undefined;
    throw error;
  });
  if (script === undefined) return undefined;
  const began = performance.now();
  const { recorded, problems, engineVersion } = await runLessonInSandbox(await bare.get(), script, signal);
  const how = `${recorded.length} ${recorded.length === 1 ? 'command' : 'commands'}, ${formatDuration(performance.now() - began)}`;
  return {
    recorded,
    engineVersion,
    checked: { name: `lesson ${slug}`, how, defects: problems.map(described) },
  };
}

/** Types the commands of a lab. */
async function* play(slug: string, bare: LazyPool, signal: AbortSignal): AsyncGenerator<Checked> {
  const { lab } = await loadLab(contentRoot, slug);
  let began = performance.now();
  const { SHELF_DIR } = readRunnerEnv();
  for await (const { step, what, defects } of tryLab(await bare.get(), SHELF_DIR, lab, signal)) {
    const now = performance.now();
    yield {
      name: `lab ${[slug, step].filter((part) => part !== undefined).join('/')}`,
      how: `${what}, ${formatDuration(now - began)}`,
      defects,
    };
    began = now;
  }
}

/** Prints each result as it arrives, and at the end what is wrong once more. */
async function printAll(all: AsyncIterable<Checked>): Promise<Tally> {
  const wrong: Checked[] = [];
  let passed = 0;
  for await (const checked of all) {
    console.log(asText(checked));
    if (checked.defects.length === 0) passed += 1;
    else wrong.push(checked);
  }
  if (wrong.length > 0) console.log(['', ...wrong.map(asText), ''].join('\n'));
  return {
    passed,
    failed: wrong.length,
    failures: wrong.map(({ name, how, defects }) => `${name}: ${how}: ${defects.join(' ')}`),
  };
}

function asText({ name, how, defects }: Checked): string {
  return [
    `${defects.length === 0 ? 'ok  ' : 'BAD '} ${name}: ${how}`,
    ...defects.map((defect) => `       ${defect}`),
  ].join('\n');
}

function ofVariant({ exercise, variant, result, defects }: CheckedVariant): Checked {
  const failing = result.checks.filter((entry) => entry.status === 'fail').map(({ id }) => id);
  return {
    name: `${exercise}/${variant}`,
    how: `${result.status}, ${result.score} points${failing.length > 0 ? `, fails ${failing.join(', ')}` : ''}, ${formatDuration(result.timings.totalMs)}`,
    defects,
  };
}

function described({
  file,
  line,
  column,
  message,
}: {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
  message: string;
}): string {
  return `${[relative(root, file), line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

async function writeJson(name: string, document: unknown): Promise<void> {
  const file = join(contentRoot, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
}

/**
 * `learners`: sandboxes as learners get them, for grading. `bare`: sandboxes with only the base images, for
 * commands and recordings.
 */
type Pools = Readonly<Record<'bare' | 'learners', LazyPool>>;

/** Opened when the first sandbox is needed, because checking text needs no engine. */
function openLater(start: SandboxStart): LazyPool {
  const env = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: atOnce };
  return lazyPool(() => openPool(env, console.log, start));
}

async function graderOf(pool: LazyPool, signal: AbortSignal): Promise<GradeFiles> {
  return sandboxGrader(await pool.get(), readRunnerEnv(), signal, (error) => console.error(error));
}
