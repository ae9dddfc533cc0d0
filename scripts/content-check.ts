import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { lessonOutputsSchema, type LessonOutputs } from '@dfm/contracts';
import {
  checkExercise,
  gradeCold,
  type CheckedVariant,
  type GradeFiles,
} from '@dfm/course/check/check-content';
import { merged } from '@dfm/course/check/merged';
import { ContentError, loadExercise } from '@dfm/course/exercises';
import { lessonProblems, readLintRules, statementProblems } from '@dfm/course/lint/lint-content';
import { changes } from '@dfm/course/parts/changes';
import { allParts, lessonsOfProjects, runsToRecord } from '@dfm/course/parts/course-parts';
import { lessonScript } from '@dfm/course/parts/lesson-script';
import { selectParts, type Parts } from '@dfm/course/parts/selection';
import { naiveToGolf, tellsOf } from '@dfm/course/record/naive-to-golf';
import { sameAnswers } from '@dfm/course/record/same-answers';
import type { SandboxStart } from '@dfm/sandbox-runner/docker-backend';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { runLessonInSandbox } from '@dfm/sandbox-runner/lesson-in-sandbox';
import { openPool } from '@dfm/sandbox-runner/open-pool';
import type { SandboxPool } from '@dfm/sandbox-runner/pool';
import { sandboxGrader } from '@dfm/sandbox-runner/sandbox-grader';

const usage = `Usage: npm run content:check -- [lesson, exercise or path…] [--watch] [--report <file>]
       npm run content:record -- [lesson, exercise, project or path…]

Checks the words of lessons and exercises; then runs the commands of the lessons, and grades starter, solution and every wrong
variant of the exercises, in sandboxes, and says what does not behave as declared.
  --static   check the words alone: no sandbox, no engine
  --watch    go on, and check again what is changed
  --report   write {passed, failed} to this file
  --record   instead, write what commands of lessons answer to content/outputs/, and grade the runs that lessons draw, each in a
             new sandbox, to content/runs/. Of a lesson that is named, only runs that are not there yet.

Exit code: 0 all behave, 1 some do not, 2 the content cannot be read.
`;

/**
 * Two keep two processors busy for four fifths of the time; four were done in nine tenths of it (29 variants,
 * 140 s and 128 s).
 */
const atOnce = 2;

const root = join(import.meta.dirname, '..');
const contentRoot = join(root, 'content');

/** One thing that was checked. */
interface Checked {
  name: string;
  how: string;
  /** Sentences; empty when it behaves as declared. */
  defects: string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    static: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
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
    console.error(`There is no lesson, exercise or project ${chosen.unknown.join(', ')}.`);
    return 2;
  }
  const pools = { bare: lazyPool(signal, 'bases'), learners: lazyPool(signal, 'course-layers') };
  try {
    const tally = values.record
      ? await tell(record(chosen, positionals.length === 0, pools.bare.sandboxes, signal))
      : await tell(check(chosen, pools, signal));
    console.log(`${tally.passed} behave as declared, ${tally.failed} do not`);
    if (values.report !== undefined) await writeFile(values.report, JSON.stringify(tally));
    if (values.watch) await checkAgain(pools, signal);
    return tally.failed === 0 ? 0 : 1;
  } finally {
    await Promise.all([pools.bare.close(), pools.learners.close()]);
  }
}

/** Checks what is changed, until interrupted. */
async function checkAgain(pools: Pools, signal: AbortSignal): Promise<void> {
  const ready = () => console.log('Waiting for changes in content/. End with Ctrl C.');
  for await (const paths of changes(contentRoot, signal, ready)) {
    try {
      const known = await allParts(contentRoot);
      const named = paths.filter((path) => !('unknown' in selectParts([path], known, contentRoot, root)));
      const chosen = selectParts(named, known, contentRoot, root);
      if ('unknown' in chosen || named.length === 0) continue;
      console.log(
        `\n${new Date().toLocaleTimeString()}  ${named.map((path) => relative(root, path)).join(', ')}`,
      );
      await tell(check(chosen, pools, signal));
    } catch (error) {
      // A file that is just being written.
      if (signal.aborted || !(error instanceof ContentError)) throw error;
      console.log(error.message);
    }
  }
}

/** Words first, since they take a second; then what needs sandboxes, two at a time. */
async function* check(
  { exercises, ...chosen }: Parts,
  { bare, learners }: Pools,
  signal: AbortSignal,
): AsyncGenerator<Checked> {
  const rules = await readLintRules(contentRoot);
  const lessons = [
    ...new Set([...chosen.lessons, ...(await lessonsOfProjects(contentRoot, chosen.projects))]),
  ];
  for (const slug of lessons)
    yield {
      name: `lesson ${slug}`,
      how: 'its words',
      defects: (await lessonProblems(contentRoot, slug, rules)).map(described),
    };
  const readable: string[] = [];
  for (const slug of exercises) {
    const defects = (await statementProblems(contentRoot, slug, rules)).map(described);
    yield { name: `exercise ${slug}`, how: 'its words', defects };
    if (await canBeRead(slug)) readable.push(slug);
  }
  if (values.static) return;
  const exercisesToGrade = readable.map(
    (slug) =>
      async function* graded() {
        const { grade } = await learners.sandboxes();
        for await (const checked of checkExercise(contentRoot, slug, grade)) yield ofVariant(checked);
      },
  );
  const lessonsToRun = lessons.map(
    (slug) =>
      async function* ran() {
        const checked = await runCommands(slug, bare.sandboxes, signal);
        if (checked) yield checked.checked;
      },
  );
  yield* merged([...exercisesToGrade, ...lessonsToRun], atOnce);
}

/** Whether an exercise can be graded at all; what is wrong with one that cannot was told with its words. */
function canBeRead(slug: string): Promise<boolean> {
  return loadExercise(contentRoot, slug).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ContentError) return false;
      throw error;
    },
  );
}

/** Writes what behaves as declared; the rest is told and not written. */
async function* record(
  chosen: Parts,
  all: boolean,
  sandboxes: Sandboxes,
  signal: AbortSignal,
): AsyncGenerator<Checked> {
  const runs = await runsToRecord(contentRoot, chosen, all);
  for (const id of runs) {
    const [slug = '', variant = ''] = id.split('/');
    const { grade } = await sandboxes();
    const graded = await gradeCold(contentRoot, slug, variant, grade);
    if (graded.defects.length === 0) await writeJson(`runs/${id}.json`, graded.result);
    yield ofVariant(graded);
  }
  if (tellsOf(runs))
    await writeFile(join(root, 'docs/results/naive-to-golf.md'), await naiveToGolf(contentRoot));
  for (const slug of chosen.lessons) {
    const ran = await runCommands(slug, sandboxes, signal);
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

/** Writes a recording that says something else than the one that is there. */
async function keepOutputs(slug: string, outputs: LessonOutputs): Promise<void> {
  const name = `outputs/${slug}.json`;
  const before = lessonOutputsSchema.safeParse(
    JSON.parse(await readFile(join(contentRoot, name), 'utf8').catch(() => 'null')),
  );
  if (!before.success || !sameAnswers(before.data, outputs)) await writeJson(name, outputs);
}

async function runCommands(slug: string, sandboxes: Sandboxes, signal: AbortSignal) {
  // What cannot be read was told with its words.
  const script = await lessonScript(contentRoot, slug).catch((error: unknown) => {
    if (error instanceof ContentError && !values.record) return undefined;
    throw error;
  });
  if (script === undefined) return undefined;
  const began = performance.now();
  const { recorded, problems, engineVersion } = await runLessonInSandbox(
    (await sandboxes()).pool,
    script,
    signal,
  );
  const how = `${recorded.length} ${recorded.length === 1 ? 'command' : 'commands'}, ${((performance.now() - began) / 1_000).toFixed(1)} s`;
  return {
    recorded,
    engineVersion,
    checked: { name: `lesson ${slug}`, how, defects: problems.map(described) },
  };
}

/** Prints each as it comes, and counts. */
async function tell(all: AsyncIterable<Checked>): Promise<{ passed: number; failed: number }> {
  const tally = { passed: 0, failed: 0 };
  for await (const { name, how, defects } of all) {
    console.log(
      [
        `${defects.length === 0 ? 'ok  ' : 'BAD '} ${name}: ${how}`,
        ...defects.map((defect) => `       ${defect}`),
      ].join('\n'),
    );
    tally[defects.length === 0 ? 'passed' : 'failed'] += 1;
  }
  return tally;
}

function ofVariant({ exercise, variant, result, defects }: CheckedVariant): Checked {
  const failing = result.checks.filter((entry) => entry.status === 'fail').map(({ id }) => id);
  return {
    name: `${exercise}/${variant}`,
    how: `${result.status}, ${result.score} points${failing.length > 0 ? `, fails ${failing.join(', ')}` : ''}, ${(result.timings.totalMs / 1_000).toFixed(1)} s`,
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

type Sandboxes = () => Promise<{ pool: SandboxPool; grade: GradeFiles }>;

/**
 * Sandboxes as learners get them, for grading; and those that have the base images and nothing else, for
 * commands and for what is recorded.
 */
type Pools = Readonly<Record<'bare' | 'learners', LazyPool>>;

interface LazyPool {
  sandboxes: Sandboxes;
  close(): Promise<void>;
}

/** Sandboxes, opened when the first is needed: checking words needs no engine. */
function lazyPool(signal: AbortSignal, start: SandboxStart): LazyPool {
  let opened: ReturnType<Sandboxes> | undefined;
  const open = async () => {
    const env = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: atOnce };
    const pool = await openPool(env, console.log, start);
    return { pool, grade: sandboxGrader(pool, env, signal, (error) => console.error(error)) };
  };
  return {
    sandboxes: () => (opened ??= open()),
    close: async () => {
      const made = await opened?.catch(() => undefined);
      await made?.pool.close();
    },
  };
}
