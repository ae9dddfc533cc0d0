import { join } from 'node:path';
import type { ResultDocument } from '@dfm/contracts';
import { attemptsOf } from '@dfm/course/check/check-content';
import { exerciseSlugs } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxGrader } from '../../sandbox-runner/src/content/sandbox-grader.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { podEnv } from './pods.ts';
import { documentWithoutTimes } from './without-times.ts';

const contentRoot = join(import.meta.dirname, '../../content');
/** A few that use different phases. KUBERNETES_EXERCISES=all grades every variant of every exercise. */
const few = ['first-image', 'cache-order', 'graceful-stop', 'non-root'];
const chosen = process.env.KUBERNETES_EXERCISES;
const slugs =
  chosen === 'all' ? await exerciseSlugs(contentRoot) : chosen === undefined ? few : chosen.split(',');

const backends = ['docker', 'kubernetes'] as const;
const pools = {} as Record<(typeof backends)[number], SandboxPool>;
const faults: unknown[] = [];
const never = new AbortController().signal;

beforeAll(async () => {
  for (const SANDBOX_BACKEND of backends)
    pools[SANDBOX_BACKEND] = await createSandboxPool(
      podEnv({ SANDBOX_BACKEND, SANDBOX_MAX: '1' }),
      console.error,
    );
});
afterAll(() => Promise.all(Object.values(pools).map((pool) => pool.close())));

test.for(slugs)('the documents of %s are equal on both backends', async (slug) => {
  const variants = await attemptsOf(contentRoot, slug);
  // Without all exercises, one variant that passes and one that does not.
  const tried =
    chosen === 'all'
      ? variants
      : [
          variants.find(({ role }) => role.kind === 'solution')!,
          variants.find(({ role }) => role.kind === 'wrong')!,
        ];
  for (const { name, loaded, files } of tried) {
    const documents: ResultDocument[] = [];
    for (const backend of backends) {
      const grade = sandboxGrader(pools[backend], podEnv({ SANDBOX_BACKEND: backend }), never, (fault) =>
        faults.push(fault),
      );
      const how = { learnerKey: `verdicts-${slug}-${name}`, next: 'discard', replays: 'whole' } as const;
      documents.push(await grade(loaded.exercise, files, how));
    }
    expect(faults).toEqual([]);
    const [docker, kubernetes] = documents.map(documentWithoutTimes);
    expect(kubernetes, `${slug}: ${name}`).toEqual(docker);
  }
});
