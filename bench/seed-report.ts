import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { sandboxGrader } from '../sandbox-runner/src/content/sandbox-grader.ts';
import { interruption } from '../sandbox-runner/src/host/interruption.ts';
import { openPool } from '../sandbox-runner/src/preparation/open-pool.ts';
import { loadSeeds, seedExercise } from './seeds/seed-dockerfiles.ts';
import { renderSeedReport, type GradedSeed } from './seeds/seed-report.ts';

// Grades the Dockerfiles in bench/seeds/data, each in its own sandbox, and writes the report.
const seeds = await loadSeeds(resolve(import.meta.dirname, 'seeds/data'));
const report = resolve(import.meta.dirname, '../docs/results/seed-dockerfiles.md');
const signal = interruption();
const env = { ...readRunnerEnv(), SANDBOX_WARM: 0, SANDBOX_MAX: 1 };
const pool = await openPool(env, console.log);
try {
  const grade = sandboxGrader(pool, env, signal, (error) => console.error(error));
  const graded: GradedSeed[] = [];
  for (const seed of seeds) {
    const dockerfile = parseDockerfile(seed.files.find((file) => file.path === 'Dockerfile')?.data ?? '');
    const result =
      seed.edit === undefined
        ? undefined
        : await grade(seedExercise(seed), seed.files, {
            learnerKey: `seed-${seed.folder}`,
            next: 'discard',
            replays: 'whole',
          });
    graded.push({ seed, result, findings: checkStatic({ dockerfile, context: undefined }) });
    console.log(
      `${seed.folder}: ${result ? `${result.status}, ${result.score} points. ${result.headline}` : 'read only'}`,
    );
  }
  await writeFile(report, renderSeedReport(graded));
} finally {
  await pool.close();
}
