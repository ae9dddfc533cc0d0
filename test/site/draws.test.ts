import type { DrawnValues } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alikeSubmissions } from '../../lib/alike/alike-submissions.ts';
import { newVariant } from '../../lib/alike/new-variant.ts';
import { contentRoot } from '../../lib/content/content-root.ts';
import { loadOwnExercisePage } from '../../lib/exercises/exercise-page.ts';
import { loadOwnExercise } from '../../lib/exercises/own-draw.ts';
import { solutionFiles } from '../../lib/exercises/solution.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { judgeWaiting } from '../../lib/regrade/judge.ts';
import { startRegrade } from '../../lib/regrade/start.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { finish } from '../../lib/runs/report.ts';
import { submit } from '../../lib/runs/submit.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { join, newAccount, newCohort } from './school.ts';
import { type Site, claimed, newLearner, openSite, runner, verdict } from './site.ts';

const slug = 'health-check';
let site: Site;
let cohortId: string;
let draws: readonly DrawnValues[];

beforeAll(async () => {
  site = await openSite();
  draws = (await loadExercise(contentRoot(), slug)).exercise.draws!;
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  cohortId = await newCohort(site, {});
});
afterEach(() =>
  site.clear('hourly_use', 'run', 'submission', 'runner', 'regrade', 'course', 'cohort', 'user'),
);

let people = 0;
const account = async (): Promise<string> => (await newAccount(site, `P${people++}`)).id;
const drawOf = async (learnerId: string | undefined, exercise = slug) =>
  (await loadOwnExercise(learnerId, exercise)).draw;
const valuesOf = async (learnerId: string) => (await drawOf(learnerId))!.values;

/** Two accounts with different values. */
async function unlike(): Promise<[string, string]> {
  const first = await account();
  for (;;) {
    const second = await account();
    if ((await valuesOf(first)).port !== (await valuesOf(second)).port) return [first, second];
  }
}

async function assign(mode: string, { opens, due }: { opens?: number; due?: number } = {}): Promise<void> {
  const at = (hours: number | undefined) =>
    hours === undefined ? null : new Date(Date.now() + hours * 3_600_000);
  await site.query('DELETE FROM assignment');
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, mode, opens_at, due_at)
     VALUES ($1, 'exercise', $2, $3::work_mode, $4, $5)`,
    [cohortId, slug, mode, at(opens), at(due)],
  );
}

describe('whose values they are', () => {
  test('visitors and learners without an account have the example', async () => {
    const example = { values: draws[0], drawnFor: 'everyone' };
    expect(await drawOf(undefined)).toEqual(example);
    expect(await drawOf((await newLearner()).id)).toEqual(example);
    expect(await drawOf('no-such-learner')).toEqual(example);
  });

  test('an exercise without draws has none', async () => {
    expect(await drawOf(await account(), 'non-root')).toBeUndefined();
  });

  test('an account always has the same draw, and accounts have all of them', async () => {
    const drawn = new Set<number>();
    for (let n = 0; n < 60; n++) {
      const learner = await account();
      const draw = await drawOf(learner);
      expect(draw?.drawnFor).toBe('learner');
      expect(await drawOf(learner)).toEqual(draw);
      drawn.add(draws.findIndex((values) => values.port === draw!.values.port));
    }
    expect([...drawn].sort()).toEqual(draws.map((_, index) => index));
  });

  test('a group that does the exercise together has one draw', async () => {
    const [first, second] = await unlike();
    const own = [await valuesOf(first), await valuesOf(second)];
    await join(site, cohortId, first, 'Owls');
    await join(site, cohortId, second, 'Owls');
    await assign('alone');
    expect([await valuesOf(first), await valuesOf(second)]).toEqual(own);
    await assign('group');
    expect(await valuesOf(first)).toEqual(await valuesOf(second));
    await site.query(`UPDATE cohort_member SET group_name = 'Bats' WHERE learner_id = $1`, [second]);
    expect([await valuesOf(first), await valuesOf(second)]).toEqual(own);
  });

  test('an exam has values that the learner has not practised with', async () => {
    for (let n = 0; n < 20; n++) {
      const learner = await account();
      const practised = await valuesOf(learner);
      await join(site, cohortId, learner);
      await assign('exam', { opens: -1, due: 1 });
      const exam = await drawOf(learner);
      expect(exam?.drawnFor).toBe('exam');
      expect(exam?.values.port).not.toBe(practised.port);
      expect(await drawOf(learner)).toEqual(exam);
    }
  });

  test.each<[name: string, hours: { opens: number; due: number }, drawnFor: string]>([
    ['before it opens', { opens: 1, due: 2 }, 'learner'],
    ['while it is open', { opens: -1, due: 1 }, 'exam'],
    ['after its end', { opens: -2, due: -1 }, 'learner'],
  ])('the values of an exam: %s', async (_name, hours, drawnFor) => {
    const learner = await account();
    await join(site, cohortId, learner);
    await assign('exam', hours);
    expect((await drawOf(learner))?.drawnFor).toBe(drawnFor);
    // Near miss: not in the class.
    expect((await drawOf(await account()))?.drawnFor).toBe('learner');
  });

  test('someone with more time keeps the values of the exam', async () => {
    const learner = await account();
    await join(site, cohortId, learner);
    await assign('exam', { opens: -2, due: -1 });
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', $2, $3, $4, '')`,
      [cohortId, slug, learner, new Date(Date.now() + 3_600_000)],
    );
    expect((await drawOf(learner))?.drawnFor).toBe('exam');
  });
});

test('the page and the solution of a learner have their values', async () => {
  const [learner] = await unlike();
  const { port, path } = await valuesOf(learner);
  const { page, statement } = await loadOwnExercisePage(learner, slug);
  expect(page.draw).toEqual({ values: { port, path }, drawnFor: 'learner' });
  expect(statement).toContain(`\`${path}\` answers`);
  expect(page.files.find((file) => file.path === 'app.py')!.text).toContain(`@app.get("${path}")`);
  expect((await solutionFiles(learner, slug)).Dockerfile).toContain(`localhost:${port}${path}`);
});

describe('a submission', () => {
  const files = { Dockerfile: 'FROM scratch\n' };

  test('is built, probed and shown with the values it was made for', async () => {
    const learner = await account();
    const values = await valuesOf(learner);
    const { runId } = await submit(learner, { exercise: slug, files, values });
    expect((await runOf(learner, runId))?.values).toEqual(values);
    // What is drawn for the learner in the meantime changes nothing.
    await join(site, cohortId, learner);
    await assign('exam', { opens: -1, due: 1 });
    const { exercise, files: built } = await claimed();
    expect(exercise.run).toMatchObject({ port: values.port, readyPath: values.path });
    expect(built.find(({ path }) => path === 'app.py')!.data).toContain(`@app.get("${values.path}")`);
  });

  test.each<[name: string, shown: (others: DrawnValues) => DrawnValues | undefined]>([
    ['of someone else', (others) => others],
    ['that the exercise does not have', () => ({ port: 1, path: '/x' })],
    ['that are missing', () => undefined],
  ])('with values %s is refused', async (_name, shown) => {
    const [learner, other] = await unlike();
    const [own, others] = [await valuesOf(learner), await valuesOf(other)];
    await expect(submit(learner, { exercise: slug, files, values: shown(others) })).rejects.toMatchObject({
      code: 'conflict',
      learnerMessage: expect.stringContaining(`port ${own.port}`) as string,
    });
    expect(await site.query('SELECT id FROM submission')).toEqual([]);
  });

  test('is judged again with its own values', async () => {
    const learner = await account();
    const values = await valuesOf(learner);
    await join(site, cohortId, learner);
    await assign('alone');
    const { runId } = await submit(learner, { exercise: slug, files, values });
    const { fence } = await claimed();
    await finish(runId, { fence, result: verdict(slug, { passed: false, score: 10 }) });
    const access = await cohortAccess(
      { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true },
      cohortId,
      'manage',
    );
    await newAdmin();
    await startRegrade(access, { exercise: slug, note: '', buildsAll: true });
    await assign('exam', { opens: -1, due: 1 });
    await judgeWaiting();
    const again = await claimed();
    expect(again.runId).not.toBe(runId);
    expect(again.exercise.run).toMatchObject({ port: values.port, readyPath: values.path });
  });
});

const newAdmin = () =>
  site.query(
    `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ('admin', 'A', 'a@school.example', true, now())`,
  );

test('submissions that differ by the values of their learners are alike', async () => {
  const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };
  const [first, second] = await unlike();
  await assign('alone');
  const store = async (learner: string, dockerfile: (values: DrawnValues) => string) => {
    await join(site, cohortId, learner);
    const values = await valuesOf(learner);
    const [{ id }] = (await site.query<{ id: string }>(
      `INSERT INTO submission (id, learner_id, exercise, files, values) VALUES (gen_random_uuid(), $1, $2, $3, $4) RETURNING id`,
      [learner, slug, JSON.stringify({ Dockerfile: dockerfile(values) }), JSON.stringify(values)],
    )) as [{ id: string }];
    await site.query(
      `INSERT INTO run (id, submission_id, learner_id, exercise, kind, state, finished_at, result, result_status, score, passed, failed_checks)
       VALUES ($1, $1, $2, $3, 'practice', 'done', now(), $4, 'graded', 50, false, '{health-passes}')`,
      [id, learner, slug, JSON.stringify(verdict(slug, { passed: false }))],
    );
    return id;
  };
  const wrong = ({ port }: DrawnValues) => `FROM a\nEXPOSE ${port}\nHEALTHCHECK CMD curl localhost:${port}\n`;
  await store(first, wrong);
  const runId = await store(second, wrong);
  const access = await cohortAccess(admin, cohortId, 'seeWork');
  const groups = async () => (await alikeSubmissions(access, slug))!.verdicts[0]!.groups;
  expect(await groups()).toMatchObject([{ submissions: [{}, {}], differBy: 'values' }]);
  const patch = (await newVariant(access, slug, runId))!.patch;
  expect(patch).toContain('+EXPOSE {{port}}');
  expect(patch).toContain('localhost:{{port}}');

  const third = await account();
  await store(third, ({ port }) => `FROM a\nEXPOSE ${Number(port) + 1}\n`);
  expect((await groups()).map(({ submissions }) => submissions.length)).toEqual([2, 1]);

  const fourth = await account();
  const solution = (await solutionFiles(fourth, slug)).Dockerfile!;
  await store(fourth, () => solution);
  expect((await groups()).map(({ knownAs }) => knownAs?.kind)).toContain('solution');
});
