import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSolution } from '../../app/exercises/[slug]/actions.ts';
import type { Account } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { gradebookOf } from '../../lib/teaching/gradebook.ts';
import { heldBack } from '../../lib/teaching/held-back.ts';
import { runOfMate } from '../../lib/teaching/mate-run.ts';
import { classView } from '../../lib/teaching/my-classes.ts';
import { join, newAccount, newCohort } from './school.ts';
import { SITE_URL, type Site, claimed, newLearner, openSite, runner, submitted, verdict } from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

const exercise = 'cache-order';
let site: Site;
let teacher: Account;
let cohortId: string;
let [ada, ben, eve]: string[] = [];

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

beforeEach(async () => {
  await noteRunner(runner());
  teacher = await newAccount(site, 'Teacher');
  [ada, ben, eve] = await Promise.all(
    ['Ada', 'Ben', 'Eve'].map(async (name) => (await newAccount(site, name)).id),
  );
  cohortId = await newCohort(site, { [teacher.id]: 'instructor' });
  await join(site, cohortId, ada!, 'G1');
  await join(site, cohortId, ben!, 'G1');
  await join(site, cohortId, eve!, 'G2');
});
afterEach(() => site.clear('opened_solution', 'run', 'submission', 'runner', 'course', 'cohort', 'user'));

/** Assigns an exercise. The times are in hours from now. */
const assign = (
  mode: string,
  opens: number | null,
  due: number | null,
  { cohort = cohortId, slug = exercise } = {},
) =>
  site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, mode, opens_at, due_at)
     VALUES ($1, 'exercise', $2, $3::work_mode, now() + make_interval(hours => $4), now() + make_interval(hours => $5))`,
    [cohort, slug, mode, opens, due],
  );

/** A failed submission with a score, some hours ago. */
async function attempt(learnerId: string, score: number, hoursAgo = 0): Promise<string> {
  const runId = await submitted({ id: learnerId, cookie: '' }, exercise);
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict(exercise, { score, passed: false }) });
  await site.query(
    `UPDATE submission SET created_at = created_at - make_interval(mins => $1)
     WHERE id = (SELECT submission_id FROM run WHERE id = $2)`,
    [hoursAgo * 60, runId],
  );
  return runId;
}

const points = async () => {
  const { rows } = await gradebookOf(await cohortAccess(teacher, cohortId, 'seeWork'));
  return Object.fromEntries(rows.map(({ name, cells }) => [name, cells[0]!.points]));
};

describe('in an exam', () => {
  test('counts only what was submitted between its beginning and its end', async () => {
    await assign('exam', -3, -1);
    await attempt(ada!, 90, 4);
    await attempt(ada!, 40, 2);
    await attempt(ada!, 80, 0.5);
    await attempt(ben!, 90, 4);
    expect(await points()).toEqual({ Ada: 40, Ben: null, Eve: null });
  });

  test('an extension gives more time', async () => {
    await assign('exam', -3, -1);
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason)
       VALUES ($1, 'exercise', $2, $3, now(), '')`,
      [cohortId, exercise, ada],
    );
    await attempt(ada!, 80, 0.5);
    await attempt(ben!, 80, 0.5);
    expect(await points()).toEqual({ Ada: 80, Ben: null, Eve: null });
  });
});

test('what was submitted before an ordinary assignment opens counts', async () => {
  await assign('alone', 1, 2);
  await attempt(ada!, 40);
  expect(await points()).toMatchObject({ Ada: 40 });
});

describe('in groups', () => {
  test('an attempt of one member counts for all members, and for no one else', async () => {
    await assign('group', null, null);
    await attempt(ada!, 40);
    await attempt(ben!, 60);
    expect(await points()).toEqual({ Ada: 60, Ben: 60, Eve: null });
  });

  test('only the exercises that are done in groups', async () => {
    await assign('alone', null, null);
    await assign('group', null, null, { slug: 'golf' });
    await attempt(ada!, 40);
    expect(await points()).toMatchObject({ Ada: 40, Ben: null });
  });

  test('each learner’s own page says the same as the gradebook', async () => {
    await assign('group', null, null);
    const runId = await attempt(ada!, 40);
    const { assignments, group } = (await classView(ben!, cohortId))!;
    expect(assignments[0]).toMatchObject({ points: 40, runId });
    expect(group).toEqual({ name: 'G1', mates: ['Ada'] });
    expect((await classView(eve!, cohortId))!.assignments[0]).toMatchObject({ points: null });
  });

  test('the number of attempts is limited for the group as a whole', async () => {
    await assign('group', null, null);
    await site.query('UPDATE cohort SET attempts_max = 1');
    await attempt(ada!, 40, 2);
    await attempt(ben!, 60, 1);
    expect(await points()).toMatchObject({ Ada: 40, Ben: 40 });
  });

  test('learners without a group work alone', async () => {
    await assign('group', null, null);
    await site.query('UPDATE cohort_member SET group_name = NULL');
    await attempt(ada!, 40);
    expect(await points()).toEqual({ Ada: 40, Ben: null, Eve: null });
  });

  test('members of one group who work alone have their own points, and do not see who else is in it', async () => {
    await assign('alone', null, null);
    await attempt(ada!, 40);
    expect(await points()).toEqual({ Ada: 40, Ben: null, Eve: null });
    expect((await classView(ben!, cohortId))!.group).toEqual({ name: 'G1', mates: [] });
  });
});

describe('a run in a group is shown', () => {
  test.each([
    ['to someone in the group', 'group', 'G1', true],
    ['not to someone in another group', 'group', 'G2', false],
    ['not to someone without a group', 'group', null, false],
    ['not if the class works alone', 'alone', 'G1', false],
    ['not in an exam', 'exam', 'G1', false],
  ])('%s', async (_who, mode, group, isShown) => {
    await assign(mode, -1, 1);
    await site.query('UPDATE cohort_member SET group_name = $1 WHERE learner_id = $2', [group, ben]);
    const runId = await attempt(ada!, 40);
    const found = await runOfMate(ben!, runId);
    expect(found && { name: found.name, id: found.run.id }).toEqual(
      isShown ? { name: 'Ada', id: runId } : undefined,
    );
  });

  test('not to someone in a group of the same name of a different class', async () => {
    await assign('group', null, null);
    const other = await newCohort(site, { [teacher.id]: 'instructor' });
    await assign('group', null, null, { cohort: other });
    await site.query('UPDATE cohort_member SET cohort_id = $1 WHERE learner_id = $2', [other, ben]);
    expect(await runOfMate(ben!, await attempt(ada!, 40))).toBeUndefined();
  });

  test('not to staff, who see it in a different way', async () => {
    await assign('group', null, null);
    expect(await runOfMate(teacher.id, await attempt(ada!, 40))).toBeUndefined();
  });
});

describe('until the deadline are held back', () => {
  const at = (hours: number) => new RegExp(`${new Date(Date.now() + hours * 3_600_000).getUTCDate()} `);

  test.each([
    ['nothing', 'nothing', 'alone', 1, [false, false]],
    ['solutions', 'solutions', 'alone', 1, [false, true]],
    ['hints and solutions', 'hints_and_solutions', 'alone', 1, [true, true]],
    ['nothing after it', 'hints_and_solutions', 'alone', -1, [false, false]],
    ['nothing without one', 'hints_and_solutions', 'alone', null, [false, false]],
    ['both in an exam', 'nothing', 'exam', 1, [true, true]],
    ['nothing after an exam', 'nothing', 'exam', -1, [false, false]],
  ])('%s', async (_name, setting, mode, due, expected) => {
    await site.query('UPDATE cohort SET held_back = $1::held_back', [setting]);
    await assign(mode, -2, due);
    const { hintsUntil, solutionUntil } = await heldBack(ada!, exercise);
    expect([hintsUntil !== undefined, solutionUntil !== undefined]).toEqual(expected);
  });

  test('nothing for someone who is not in the class, and of an exercise that is not assigned', async () => {
    await site.query(`UPDATE cohort SET held_back = 'solutions'`);
    await assign('alone', null, 1);
    const nothing = { hintsUntil: undefined, solutionUntil: undefined };
    expect(await heldBack(teacher.id, exercise)).toEqual(nothing);
    expect(await heldBack(ada!, 'golf')).toEqual(nothing);
  });

  test('solutions by the action that returns them, which then notes nothing', async () => {
    await site.query(`UPDATE cohort SET held_back = 'solutions'`);
    await assign('alone', null, 1);
    const { id, cookie } = await newLearner();
    await site.query('UPDATE "user" SET is_anonymous = false WHERE id = $1', [id]);
    request.headers = new Headers({ origin: SITE_URL, cookie });
    await join(site, cohortId, id);
    expect(await readSolution(exercise)).toEqual({
      ok: false,
      message: expect.stringMatching(/^Your class has not released the solution\./),
    });
    expect(await site.query('SELECT 1 FROM opened_solution')).toEqual([]);
    await site.query('DELETE FROM cohort_member WHERE learner_id = $1', [id]);
    expect(await readSolution(exercise)).toMatchObject({ ok: true, onRecord: true });
  });

  test('solutions until the latest deadline in the group, because what one submits counts for all', async () => {
    await site.query(`UPDATE cohort SET held_back = 'solutions'`);
    await assign('group', null, 1);
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason)
       VALUES ($1, 'exercise', $2, $3, now() + interval '49 hours', '')`,
      [cohortId, exercise, ada],
    );
    expect((await heldBack(ben!, exercise)).solutionUntil, 'in the group of Ada').toMatch(at(49));
    expect((await heldBack(eve!, exercise)).solutionUntil, 'near miss: not in it').toMatch(at(1));
    await site.query(`UPDATE assignment SET mode = 'alone'`);
    expect((await heldBack(ben!, exercise)).solutionUntil, 'near miss: alone').toMatch(at(1));
  });

  test('solutions until the learner’s own deadline, the latest one of all classes', async () => {
    await site.query(`UPDATE cohort SET held_back = 'solutions'`);
    await assign('alone', null, 1);
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason)
       VALUES ($1, 'exercise', $2, $3, now() + interval '49 hours', '')`,
      [cohortId, exercise, ada],
    );
    expect((await heldBack(ada!, exercise)).solutionUntil).toMatch(at(49));
    const exam = await newCohort(site, { [teacher.id]: 'instructor' });
    await assign('exam', -1, 97, { cohort: exam });
    await join(site, exam, ada!);
    expect((await heldBack(ada!, exercise)).solutionUntil).toMatch(at(97));
  });
});
