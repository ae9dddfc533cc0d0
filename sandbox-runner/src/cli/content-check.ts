import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listExercises } from '@dfm/exercises';
import { checks } from '@dfm/grading';
import { checkExercise, gradeCold, unknownChecks, type CheckedVariant, type GradeFiles } from '../content/check-content.ts';
import { lessonRuns } from '../content/lesson-runs.ts';
import { sandboxGrader } from '../content/sandbox-grader.ts';
import { readRunnerEnv } from '../env.ts';
import { merged } from '../content/merged.ts';
import { interruption } from './interruption.ts';
import { openPool } from './open-pool.ts';

const usage = `Usage: npm run content:check -- [exercise or project…] [--record] [--report <file>]

Grades starter, solution and every wrong variant of the exercises in sandboxes, and says what does not behave as declared.
  --record   grade the runs that lessons draw instead, each in a new sandbox, and write them to content/runs/
  --report   write {passed, failed} to this file

Exit code: 0 all behave, 1 some do not, 2 the content cannot be read.
`;

/** A run waits for its container about half of its time. */
const exercisesAtOnce = 2;

const contentRoot = resolve(import.meta.dirname, '../../../content');

const { values, positionals } = parseArgs({ allowPositionals: true, options: { record: { type: 'boolean', default: false }, report: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } });
if (values.help) {
  console.log(usage);
} else {
  const signal = interruption();
  process.exitCode = await main(signal).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}

async function main(signal: AbortSignal): Promise<number> {
  const all = await listExercises(contentRoot);
  const chosen = positionals.length === 0 ? all.map(({ slug }) => slug) : positionals;
  const tally = { passed: 0, failed: 0 };
  const known = new Set(checks.map(({ meta }) => meta.id));
  for (const exercise of all) {
    for (const id of unknownChecks(exercise, known)) {
      console.log(`${exercise.slug}: there is no check ${id}`);
      tally.failed += 1;
    }
  }

  const env = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: exercisesAtOnce };
  const pool = await openPool(env, console.log);
  try {
    const grade = sandboxGrader(pool, env, signal, (error) => console.error(error));
    for await (const checked of values.record ? record(positionals, grade) : checkAll(chosen, grade)) {
      console.log(describe(checked));
      tally[checked.defects.length === 0 ? 'passed' : 'failed'] += 1;
    }
  } finally {
    await pool.close();
  }

  console.log(`${tally.passed} behave as declared, ${tally.failed} do not`);
  if (values.report !== undefined) await writeFile(values.report, JSON.stringify(tally));
  return tally.failed === 0 ? 0 : 1;
}

function checkAll(slugs: string[], grade: GradeFiles): AsyncGenerator<CheckedVariant> {
  return merged(slugs.map((slug) => () => checkExercise(contentRoot, slug, grade)), exercisesAtOnce);
}

/** Grades what lessons draw of these exercises and projects, of all when none is named. A run that does not behave as declared is not written. */
async function* record(slugs: string[], grade: GradeFiles): AsyncGenerator<CheckedVariant> {
  for (const id of await lessonRuns(contentRoot)) {
    const [slug = '', variant = ''] = id.split('/');
    if (slugs.length > 0 && !slugs.includes(slug)) continue;
    const checked = await gradeCold(contentRoot, slug, variant, grade);
    if (checked.defects.length === 0) {
      const file = join(contentRoot, 'runs', `${id}.json`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(checked.result, null, 2)}\n`);
    }
    yield checked;
  }
}

function describe({ exercise, variant, result, defects }: CheckedVariant): string {
  const failing = result.checks.filter((check) => check.status === 'fail').map((check) => check.id);
  const how = `${result.status}, ${result.score} points${failing.length > 0 ? `, fails ${failing.join(', ')}` : ''}, ${(result.timings.totalMs / 1_000).toFixed(1)} s`;
  return [`${defects.length === 0 ? 'ok  ' : 'BAD '} ${exercise}/${variant}: ${how}`, ...defects.map((defect) => `       ${defect}`)].join('\n');
}
