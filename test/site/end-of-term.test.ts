import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import ClassPage from '../../app/classes/[cohort]/page.tsx';
import { submitJoin } from '../../app/join/[code]/actions.ts';
import JoinPage from '../../app/join/[code]/page.tsx';
import { submitJoinLink } from '../../app/teach/[cohort]/people/actions.ts';
import { submitSettings } from '../../app/teach/[cohort]/settings/actions.ts';
import CohortSettingsPage from '../../app/teach/[cohort]/settings/page.tsx';
import TeachPage from '../../app/teach/page.tsx';
import { deletionOf, endTerms } from '../../lib/teaching/end-of-term.ts';
import { newJoinCode } from '../../lib/teaching/join-code.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite, settingsForm } from './site.ts';

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const courseId = '01a1fca7-1082-722a-aa46-3aa38918a288';
const autumn = '01a1fca7-1082-722a-aa46-3aa38918a299';
const winter = '01a1fca7-1082-722a-aa46-3aa38918a2aa';
const code = newJoinCode();

let site: Site;
let ada: Visitor;
let ines: Visitor;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  [ada, ines] = [await account('Ada'), await account('Ines')];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor')`, [
    courseId,
    ines.id,
  ]);
  await cohort(autumn, code);
  await cohort(winter, newJoinCode());
  await member(autumn, ada);
});
afterEach(() =>
  site.clear(
    'hourly_use',
    'audit_entry',
    'run',
    'submission',
    'quiz_answer',
    'quiz_attempt',
    'opened_solution',
    'opened_hint',
    'board_name',
    'review',
    'cohort',
    'course',
    'session',
    'account',
    'user',
  ),
);

async function account(name: string): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query('UPDATE "user" SET is_anonymous = false, name = $2 WHERE id = $1', [visitor.id, name]);
  return visitor;
}

const cohort = (id: string, joinCode: string) =>
  site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, $3, 'UTC', $3)`,
    [id, courseId, joinCode],
  );
const member = (cohortId: string, { id }: Visitor) =>
  site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);
/** A deadline 48 months before a time. Fewer months would lead to a different day at the end of some months. */
const monthsBefore = (time: string) => `${time} - interval '48 months'`;
/** @param due SQL of a time, or NULL */
const assign = (cohortId: string, slug: string, due: string, kind = 'exercise') =>
  site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at) VALUES ($1, $2::assignment_kind, $3, ${due})`,
    [cohortId, kind, slug],
  );
/** @param announced SQL of the time since when staff have been warned */
const keepFor = (cohortId: string, months: number | null, announced = 'NULL') =>
  site.query(
    `UPDATE cohort SET delete_after_months = $2, deletion_announced_at = ${announced} WHERE id = $1`,
    [cohortId, months],
  );

/** Work for the exercises `golf` and `cache-order`, the quiz of `lesson`, and work that no one assigns. */
async function work({ id }: Visitor): Promise<void> {
  for (const slug of ['golf', 'cache-order', 'own-interest']) {
    const values = [id, slug];
    await site.query(
      `WITH made AS (INSERT INTO submission (id, learner_id, exercise, files) VALUES (gen_random_uuid(), $1, $2, '{}') RETURNING id),
       graded AS (INSERT INTO run (id, submission_id, learner_id, exercise, state) SELECT gen_random_uuid(), id, $1, $2, 'done' FROM made RETURNING id)
       INSERT INTO comment (id, run_id, by_learner, text) SELECT gen_random_uuid(), id, true, 'x' FROM graded`,
      values,
    );
    await site.query('INSERT INTO opened_solution (learner_id, exercise) VALUES ($1, $2)', values);
    await site.query(`INSERT INTO opened_hint (learner_id, exercise, hint) VALUES ($1, $2, 'h')`, values);
    await site.query(
      'INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, $2, $1, $1)',
      values,
    );
  }
  // A lesson may have the name of an exercise.
  for (const lesson of ['lesson', 'golf', 'own-interest']) {
    await site.query(
      `INSERT INTO quiz_answer (learner_id, lesson, quiz, answers, "right", questions) VALUES ($1, $2, 'q', '{}', 1, 1)`,
      [id, lesson],
    );
    await site.query(
      `INSERT INTO quiz_attempt (id, learner_id, lesson, quiz, "right") VALUES (gen_random_uuid(), $1, $2, 'q', 1)`,
      [id, lesson],
    );
  }
}

/** What is left of someone's work, as `table slug`. */
async function left({ id }: Visitor): Promise<string[]> {
  const rows = await site.query<{ row: string }>(
    `SELECT 'submission ' || exercise AS row FROM submission WHERE learner_id = $1
     UNION ALL SELECT 'run ' || exercise FROM run WHERE learner_id = $1
     UNION ALL SELECT 'comment ' || exercise FROM comment JOIN run ON run.id = run_id WHERE learner_id = $1
     UNION ALL SELECT 'opened_solution ' || exercise FROM opened_solution WHERE learner_id = $1
     UNION ALL SELECT 'opened_hint ' || exercise FROM opened_hint WHERE learner_id = $1
     UNION ALL SELECT 'board_name ' || exercise FROM board_name WHERE learner_id = $1
     UNION ALL SELECT 'quiz_answer ' || lesson FROM quiz_answer WHERE learner_id = $1
     UNION ALL SELECT 'quiz_attempt ' || lesson FROM quiz_attempt WHERE learner_id = $1
     UNION ALL SELECT 'class' FROM cohort_member WHERE learner_id = $1
     ORDER BY row`,
    [id],
  );
  return rows.map(({ row }) => row);
}
const ofExercise = (slug: string) =>
  ['board_name', 'comment', 'opened_hint', 'opened_solution', 'run', 'submission'].map(
    (table) => `${table} ${slug}`,
  );
const ofLesson = (slug: string) => [`quiz_answer ${slug}`, `quiz_attempt ${slug}`];
const untouched = [
  'class',
  ...['golf', 'cache-order', 'own-interest'].flatMap(ofExercise),
  ...['lesson', 'golf', 'own-interest'].flatMap(ofLesson),
].toSorted();

describe('after the term', () => {
  beforeEach(async () => {
    await assign(autumn, 'golf', `now() - interval '13 months'`);
    await assign(autumn, 'lesson', 'NULL', 'quiz');
    await work(ada);
    await keepFor(autumn, 12, `now() - interval '31 days'`);
  });

  test('what members did for the assignments is gone, and nothing else', async () => {
    const bob = await account('Bob');
    await work(bob);
    expect(await endTerms()).toBe(1);
    expect(await left(ada)).toEqual(
      [
        ...['cache-order', 'own-interest'].flatMap(ofExercise),
        ...['golf', 'own-interest'].flatMap(ofLesson),
      ].toSorted(),
    );
    expect(await left(bob), 'of someone who is not in the class').toEqual(
      untouched.filter((row) => row !== 'class'),
    );
    expect(await site.query('SELECT FROM assignment')).toHaveLength(2);
    expect(
      await site.query('SELECT action, actor_role, actor_id, cohort_id, details FROM audit_entry'),
    ).toEqual([
      {
        action: 'class.work-deleted',
        actor_role: 'site',
        actor_id: null,
        cohort_id: autumn,
        details: { learners: 1 },
      },
    ]);
    expect(await endTerms(), 'once').toBe(0);
    expect(await site.query('SELECT FROM audit_entry')).toHaveLength(1);
  });

  test('of a class with more members, and of members with more work, than one batch', async () => {
    await site.query(
      `INSERT INTO "user" (id, name, email, updated_at) SELECT 'learner-' || n, 'L', n || '@x', now() FROM generate_series(1, 100) AS n`,
    );
    await site.query(
      `INSERT INTO cohort_member (cohort_id, learner_id) SELECT $1, 'learner-' || n FROM generate_series(1, 100) AS n`,
      [autumn],
    );
    await site.query(
      `INSERT INTO submission (id, learner_id, exercise, files) SELECT gen_random_uuid(), $1, 'golf', '{}' FROM generate_series(1, 40)`,
      [ada.id],
    );
    expect(await endTerms()).toBe(101);
    expect(await left(ada)).not.toContain('submission golf');
    expect(await site.query('SELECT FROM cohort_member')).toEqual([]);
  });

  test('the list of who is expected is gone too, also without members', async () => {
    await site.query(
      `INSERT INTO expected_member (cohort_id, email, name) VALUES ($1, 'new@x', 'N'), ($2, 'new@x', 'N')`,
      [autumn, winter],
    );
    await site.query('DELETE FROM cohort_member');
    expect(await endTerms()).toBe(0);
    expect(await site.query('SELECT cohort_id FROM expected_member')).toEqual([{ cohort_id: winter }]);
    expect(await site.query('SELECT details FROM audit_entry')).toEqual([{ details: { learners: 0 } }]);
  });

  test('decisions of staff are gone too', async () => {
    for (const table of [
      'extension (cohort_id, kind, slug, learner_id, reason, until)',
      'grade_override (cohort_id, kind, slug, learner_id, reason, points)',
    ])
      await site.query(
        `INSERT INTO ${table} VALUES ($1, 'exercise', 'golf', $2, 'r', ${table.startsWith('e') ? `now() - interval '13 months'` : '1'})`,
        [autumn, ada.id],
      );
    await endTerms();
    expect(
      await site.query('SELECT learner_id FROM extension UNION ALL SELECT learner_id FROM grade_override'),
    ).toEqual([]);
  });

  test.each<[string, boolean, () => Promise<unknown>]>([
    ['keeps it', true, async () => assign(winter, 'golf', 'NULL')],
    [
      'ends later',
      true,
      async () => {
        await assign(winter, 'golf', 'now()');
        await keepFor(winter, 12);
      },
    ],
    [
      'has ended too',
      false,
      async () => {
        await assign(winter, 'golf', `now() - interval '13 months'`);
        await keepFor(winter, 12, `now() - interval '31 days'`);
      },
    ],
    ['has a different exercise', false, async () => assign(winter, 'slim-trap', 'NULL')],
    ['has the quiz of the same name', false, async () => assign(winter, 'golf', 'NULL', 'quiz')],
  ])('with a second class of the learner that %s: it stays: %s', async (_name, stays, prepare) => {
    await member(winter, ada);
    await prepare();
    await endTerms();
    const golf = (await left(ada)).filter((row) => row.endsWith(' golf') && !row.startsWith('quiz'));
    expect(golf).toEqual(stays ? ofExercise('golf') : []);
  });

  test('a class of someone else that keeps it makes no difference', async () => {
    await member(winter, await account('Bob'));
    await assign(winter, 'golf', 'NULL');
    await endTerms();
    expect(await left(ada)).not.toContain('submission golf');
  });

  test('no one can join and lose what they did before, until the class keeps it again', async () => {
    await endTerms();
    request.headers = new Headers({ origin: SITE_URL, cookie: ada.cookie });
    expect(await submitJoin(code)).toMatchObject({ message: expect.stringContaining('does not lead') });
    request.headers.set('cookie', ines.cookie);
    for (const what of ['open', 'renew'])
      expect(await submitJoinLink(autumn, {}, form({ do: what }))).toMatchObject({
        message: expect.stringContaining('has been deleted'),
      });
    expect(await submitJoinLink(autumn, {}, form({ do: 'close' }))).toHaveProperty('done');
    await keepFor(autumn, null);
    expect(await submitJoinLink(autumn, {}, form({ do: 'open' }))).toHaveProperty('done');
  });
});

describe('nothing is deleted', () => {
  const longAgo = `now() - interval '40 days'`;
  test.each<[string, string, number | null, string]>([
    ['if the class keeps it', `now() - interval '5 years'`, null, longAgo],
    ['in a class without a deadline', 'NULL', 1, longAgo],
    ['before the months have passed', monthsBefore(`now() + interval '1 hour'`), 48, longAgo],
    ['if staff were not warned', `now() - interval '5 years'`, 48, 'NULL'],
    [
      'if staff were warned too late',
      `now() - interval '5 years'`,
      48,
      `now() - interval '30 days' + interval '1 hour'`,
    ],
  ])('%s', async (_name, due, months, announced) => {
    await assign(autumn, 'golf', due);
    await work(ada);
    await keepFor(autumn, months, announced);
    expect(await endTerms()).toBe(0);
    expect(await endTerms()).toBe(0);
    expect(await left(ada)).toEqual(untouched);
  });

  test.each<[string, string, string]>([
    ['the months', monthsBefore(`now() - interval '1 hour'`), longAgo],
    ['the warning', `now() - interval '5 years'`, `now() - interval '30 days' - interval '1 hour'`],
  ])('but an hour after %s', async (_name, due, announced) => {
    await assign(autumn, 'golf', due);
    await keepFor(autumn, 48, announced);
    expect(await endTerms()).toBe(1);
  });

  test('while a group has an extension', async () => {
    await assign(autumn, 'golf', `now() - interval '5 years'`);
    await site.query(
      `INSERT INTO group_extension (cohort_id, kind, slug, group_name, until, reason) VALUES ($1, 'exercise', 'golf', 'A', now(), '')`,
      [autumn],
    );
    await keepFor(autumn, 1, longAgo);
    expect(await endTerms()).toBe(0);
  });

  test('while a learner has an extension', async () => {
    await assign(autumn, 'golf', `now() - interval '5 years'`);
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', 'golf', $2, now(), '')`,
      [autumn, ada.id],
    );
    await keepFor(autumn, 1, longAgo);
    expect(await endTerms()).toBe(0);
  });
});

test('months end at the same time of day in the zone of the class', async () => {
  await site.query(`UPDATE cohort SET time_zone = 'Europe/Berlin'`);
  await assign(autumn, 'golf', `'2035-02-28T23:00:00+01:00'`);
  await keepFor(autumn, 2);
  expect((await deletionOf(autumn))?.toISOString()).toBe('2035-04-28T21:00:00.000Z');
  await site.query('DELETE FROM assignment');
  await assign(autumn, 'golf', `'2035-01-31T12:00:00+01:00'`);
  await keepFor(autumn, 1);
  expect((await deletionOf(autumn))?.toISOString(), 'the last day').toBe('2035-02-28T11:00:00.000Z');
});

describe('a warning', () => {
  const announcedAt = async () =>
    (
      await site.query<{ at: Date | null }>('SELECT deletion_announced_at AS at FROM cohort WHERE id = $1', [
        autumn,
      ])
    )[0]!.at;
  const teach = async () => {
    request.headers = new Headers({ cookie: ines.cookie });
    return renderToStaticMarkup(await TeachPage({ searchParams: Promise.resolve({}) }));
  };

  test('begins 30 days before, and ends if the work is kept longer', async () => {
    await assign(autumn, 'golf', monthsBefore(`now() + interval '30 days 1 hour'`));
    await keepFor(autumn, 48);
    await endTerms();
    expect(await announcedAt()).toBeNull();
    expect(await teach()).not.toContain('will be deleted');
    await site.query(`UPDATE assignment SET due_at = due_at - interval '2 hours'`);
    await endTerms();
    const first = await announcedAt();
    expect(first).not.toBeNull();
    expect(await teach()).toContain('will be deleted');
    await endTerms();
    expect(await announcedAt(), 'only once').toEqual(first);
    await keepFor(autumn, 49, 'deletion_announced_at');
    await endTerms();
    expect(await announcedAt()).toBeNull();
    await keepFor(autumn, 48, 'now()');
    await keepFor(autumn, null, 'deletion_announced_at');
    await endTerms();
    expect(await announcedAt()).toBeNull();
  });

  test('lasts 30 days, however soon the settings would end the term', async () => {
    await assign(autumn, 'golf', `now() - interval '5 years'`);
    await keepFor(autumn, 1);
    const [before, at] = [Date.now(), (await deletionOf(autumn))!.getTime()];
    expect(Math.abs(at - before - 30 * 24 * 60 * 60_000)).toBeLessThan(60_000);
    await endTerms();
    expect(await left(ada)).toEqual(['class']);
  });

  test('stops if staff set a later deadline meanwhile', async () => {
    await assign(autumn, 'golf', monthsBefore(`now() - interval '1 day'`));
    await keepFor(autumn, 48, `now() - interval '31 days'`);
    const people = [ada, await account('Ben'), await account('Cy')];
    for (const person of people.slice(1)) {
      await member(autumn, person);
      await work(person);
    }
    await site.query(
      `INSERT INTO expected_member (cohort_id, email, name) VALUES ($1, 'dora@school.example', '')`,
      [autumn],
    );
    // As if staff saved it while the work of the first learner is deleted.
    await site.query(`CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN UPDATE assignment SET due_at = now() + interval ''1 day''; RETURN NULL; END'`);
    await site.query('CREATE TRIGGER later AFTER DELETE ON cohort_member EXECUTE FUNCTION later()');
    try {
      expect(await endTerms()).toBe(1);
    } finally {
      await site.query('DROP FUNCTION later CASCADE');
    }
    expect(await site.query('SELECT FROM cohort_member WHERE cohort_id = $1', [autumn])).toHaveLength(2);
    expect(await site.query('SELECT FROM expected_member')).toHaveLength(1);
    expect(await site.query(`SELECT FROM audit_entry WHERE action = 'class.work-deleted'`)).toHaveLength(1);
  });

  test('the pages of the class say when', async () => {
    await assign(autumn, 'golf', `'2035-02-28T23:00:00+01:00'`);
    request.headers = new Headers({ origin: SITE_URL, cookie: ines.cookie });
    const params = Promise.resolve({ cohort: autumn });
    const settings = async () => renderToStaticMarkup(await CohortSettingsPage({ params }));
    expect(await settings()).not.toContain('2035');
    const fields = {
      name: 'Autumn',
      timeZone: 'Europe/Berlin',
      counts: 'best',
      attemptsMax: '',
      percentPerDay: '',
      floorPercent: '',
      acceptForDays: '',
      heldBack: 'nothing',
    };
    const save = async (entered: Record<string, string>) =>
      submitSettings(autumn, {}, await settingsForm(autumn, entered));
    for (const wrong of ['0', '121', '1.5', 'x'])
      expect(await save({ ...fields, deleteAfterMonths: wrong })).toHaveProperty(
        'problems.deleteAfterMonths',
      );
    expect(await save({ ...fields, deleteAfterMonths: '2' })).toHaveProperty('done');
    expect(await settings()).toContain('28 Apr 2035, 23:00');
    request.headers = new Headers({ cookie: ada.cookie });
    expect(renderToStaticMarkup(await ClassPage({ params }))).toContain('28 Apr 2035, 23:00');
    request.headers = new Headers();
    const join = JoinPage({ params: Promise.resolve({ code }) });
    expect(renderToStaticMarkup(await join)).toContain('28 Apr 2035, 23:00');
  });
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
