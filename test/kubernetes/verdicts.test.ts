import { join } from 'node:path';
import { attemptsOf } from '@dfm/course/check/check-content';
import { exerciseSlugs } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxGrader } from '../../sandbox-runner/src/content/sandbox-grader.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { podEnv } from './pods.ts';
import { expectSameDocument } from './same-document.ts';

const contentRoot = join(import.meta.dirname, '../../content');
/** A few that use different phases, and of each a variant that passes and one that does not. */
const few = ['first-image', 'cache-order', 'graceful-stop', 'non-root'];
/** Grades every variant of these exercises, separated by commas, or of all. */
const chosen = process.env.KUBERNETES_EXERCISES;
const slugs = chosen === 'all' ? await exerciseSlugs(contentRoot) : (chosen?.split(',') ?? few);
const tried = await Promise.all(
  slugs.map(async (slug) => {
    const variants = await attemptsOf(contentRoot, slug);
    const some =
      chosen === undefined
        ? (['solution', 'wrong'] as const).map((kind) => variants.find(({ role }) => role.kind === kind)!)
        : variants;
    return some.map((variant) => [`${slug}/${variant.name}`, variant] as const);
  }),
);

const backends = ['docker', 'kubernetes'] as const;
const pools = {} as Record<(typeof backends)[number], SandboxPool>;
const faults: unknown[] = [];
const never = new AbortController().signal;

beforeAll(async () => {
  for (const SANDBOX_BACKEND of backends)
    pools[SANDBOX_BACKEND] = await createSandboxPool(
      podEnv({ SANDBOX_BACKEND, SANDBOX_MAX: '2', SANDBOX_WARM: '1' }),
      console.error,
    );
});
afterAll(() => Promise.all(Object.values(pools).map((pool) => pool.close())));

test.for(tried.flat())(
  'the documents of %s are equal on both backends',
  async ([name, { loaded, files }]) => {
    const documents = await Promise.all(
      backends.map((backend) => {
        const grade = sandboxGrader(pools[backend], podEnv({ SANDBOX_BACKEND: backend }), never, (fault) =>
          faults.push(fault),
        );
        // In a new sandbox each: what earlier runs leave on a disk depends on the backend.
        const how = { learnerKey: `verdicts-${name}`, next: 'discard', replays: 'whole' } as const;
        return grade(loaded.exercise, files, how);
      }),
    );
    expect(faults.splice(0)).toEqual([]);
    const [docker, kubernetes] = documents;
    expectSameDocument(kubernetes!, docker!);
  },
);
