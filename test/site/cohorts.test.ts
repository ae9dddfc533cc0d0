import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitLeave } from '../../app/classes/[cohort]/actions.ts';
import ClassPage from '../../app/classes/[cohort]/page.tsx';
import { submitJoin } from '../../app/join/[code]/actions.ts';
import JoinPage from '../../app/join/[code]/page.tsx';
import { submitAssignments } from '../../app/teach/[cohort]/assignments/actions.ts';
import CohortAssignmentsPage from '../../app/teach/[cohort]/assignments/page.tsx';
import CohortExtensionsPage from '../../app/teach/[cohort]/extensions/page.tsx';
import CohortInsightPage from '../../app/teach/[cohort]/insight/page.tsx';
import CohortLayout from '../../app/teach/[cohort]/layout.tsx';
import GradebookPage from '../../app/teach/[cohort]/page.tsx';
import CohortLearnerPage from '../../app/teach/[cohort]/people/[learner]/page.tsx';
import {
  submitInvitation,
  submitJoinLink,
  submitMember,
  submitStaff,
  submitWithdrawal,
} from '../../app/teach/[cohort]/people/actions.ts';
import CohortPeoplePage, { generateMetadata } from '../../app/teach/[cohort]/people/page.tsx';
import { submitDeletion, submitSettings } from '../../app/teach/[cohort]/settings/actions.ts';
import CohortSettingsPage from '../../app/teach/[cohort]/settings/page.tsx';
import { submitCohort, submitCourse } from '../../app/teach/actions.ts';
import TeachPage from '../../app/teach/page.tsx';
import { linkOffer, makeLink } from '../../lib/accounts/one-time-link.ts';
import { quizKeys } from '../../lib/content/lesson.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { assignmentPlan } from '../../lib/teaching/assignments.ts';
import { newJoinCode } from '../../lib/teaching/join-code.ts';
import { classesOf, classView } from '../../lib/teaching/my-classes.ts';
import {
  SITE_URL,
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
  settingsForm,
} from './site.ts';

/** The current request of an action or a page. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const people = [
  'nobody',
  'anonymous',
  'outsider',
  'otherInstructor',
  'author',
  'assistant',
  'instructor',
  'admin',
  'member',
] as const;
type Person = (typeof people)[number];
const managers: readonly Person[] = ['instructor', 'admin'];
const staffWhoSeeWork: readonly Person[] = ['assistant', 'instructor', 'admin'];
const staff: readonly Person[] = ['author', ...staffWhoSeeWork];
const accounts: readonly Person[] = people.filter((person) => !['nobody', 'anonymous'].includes(person));

/** Exists, but not in any course. */
const ABSENT = '01a1fca7-1082-722a-aa46-3aa38918a288';

let site: Site;
let who: Record<Exclude<Person, 'nobody'>, Visitor>;
/** The class that the tests act on, and one of another course with a learner of its own. */
let [courseId, cohortId, code] = ['', '', ''];
let [otherCourseId, otherCohortId, otherCode] = ['', '', ''];
let stranger: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  who = {
    anonymous: await newLearner(),
    outsider: await account('Olga'),
    otherInstructor: await account('Otto'),
    author: await account('Aubrey'),
    assistant: await account('Asta'),
    instructor: await account('Ines'),
    admin: await account('Adam', true),
    member: await account('Mia'),
  };
  stranger = await account('Stella');
  await noteRunner(runner());
  [courseId, cohortId, code] = await course('Machine learning', 'Autumn');
  [otherCourseId, otherCohortId, otherCode] = await course('Statistics', 'Elsewhere');
  for (const role of ['author', 'assistant', 'instructor'] as const) await onStaff(courseId, who[role], role);
  await onStaff(otherCourseId, who.otherInstructor, 'instructor');
  await member(cohortId, who.member);
  await member(otherCohortId, stranger);
});
afterEach(() =>
  site.clear(
    'hourly_use',
    'one_time_link',
    'run',
    'submission',
    'quiz_answer',
    'runner',
    'session',
    'account',
    'staff_member',
    'cohort_member',
    'course',
    'user',
  ),
);

/** A learner with an account, `name@school.example`. */
async function account(name: string, isAdmin = false): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query(
    'UPDATE "user" SET is_anonymous = false, is_admin = $2, name = $3, email = $4 WHERE id = $1',
    [visitor.id, isAdmin, name, `${name.toLowerCase()}@school.example`],
  );
  return visitor;
}

async function course(name: string, cohortName: string): Promise<[string, string, string]> {
  const joinCode = newJoinCode();
  const [created] = await site.query<{ id: string; cohort: string }>(
    `WITH made AS (INSERT INTO course (id, name) VALUES (gen_random_uuid(), $1) RETURNING id)
     INSERT INTO cohort (id, course_id, name, time_zone, join_code)
     SELECT gen_random_uuid(), id, $2, 'Europe/Berlin', $3 FROM made RETURNING course_id AS id, id AS cohort`,
    [name, cohortName, joinCode],
  );
  return [created!.id, created!.cohort, joinCode];
}

const onStaff = (id: string, person: Visitor, role: string) =>
  site.query('INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)', [
    id,
    person.id,
    role,
  ]);
const member = (id: string, person: Visitor) =>
  site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [id, person.id]);

/** Whose requests follow. */
function as(person: Person | Visitor, headers: Record<string, string> = { origin: SITE_URL }): void {
  const visitor = typeof person !== 'string' ? person : person === 'nobody' ? undefined : who[person];
  request.headers = new Headers({ ...headers, ...(visitor && { cookie: visitor.cookie }) });
}

function form(fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** Everything that staff can change. */
async function everything(): Promise<string> {
  const tables = ['course', 'cohort', 'assignment', 'cohort_member', 'staff_member', 'one_time_link'];
  const rows = await Promise.all(
    tables.map((table) => site.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)),
  );
  return JSON.stringify(rows);
}

const row = async <Row>(sql: string, values: unknown[] = []) => (await site.query<Row>(sql, values))[0];

interface Outcome {
  message?: string;
  problems?: Readonly<Record<string, string>>;
  values?: Readonly<Record<string, string>>;
  done?: string;
  link?: string;
  /** Path to which it redirects, or what the page is instead. */
  leadsTo?: string;
}

/** What an action returns or a page shows; also where it leads to, and `not-found`. */
async function outcomeOf<T extends object>(promise: Promise<T>): Promise<T & Outcome> {
  try {
    return await promise;
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_REDIRECT')) return { leadsTo: digest.split(';')[2]! } as T & Outcome;
    if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404')) return { leadsTo: 'not-found' } as T & Outcome;
    throw error;
  }
}

/** The HTML of a page; for a page that leads elsewhere, `→` and where. */
async function html(page: Promise<ReactElement>): Promise<string> {
  const outcome = await outcomeOf(page);
  return outcome.leadsTo === undefined ? renderToStaticMarkup(outcome) : `→ ${outcome.leadsTo}`;
}

const settings = {
  name: 'Winter',
  timeZone: 'Asia/Kolkata',
  counts: 'last',
  attemptsMax: '5',
  percentPerDay: '10',
  floorPercent: '20',
  acceptForDays: '7',
  heldBack: 'solutions',
  deleteAfterMonths: '12',
};
const versionOf = async () =>
  (await assignmentPlan(await cohortAccess({ ...owner(), isAdmin: true }, cohortId, 'see'))).version;
const owner = () => ({ id: who.admin.id, name: '', email: '', isAdmin: false });
const assigned = async (fields: Record<string, string> = {}) =>
  form({
    version: await versionOf(),
    'assign:exercise/slim-trap': 'on',
    'due:exercise/slim-trap': '2026-12-01T23:59',
    'weight:exercise/slim-trap': '2',
    'assign:quiz/image-vs-container': 'on',
    ...fields,
  });

/** Every action, what it is called with, and who may. Nobody else changes anything. */
const actions: [name: string, act: () => Promise<object>, allowed: readonly Person[]][] = [
  [
    'creating a course',
    () => submitCourse({}, form({ course: 'New', name: 'First', timeZone: 'UTC' })),
    ['admin'],
  ],
  [
    'creating a class',
    () => submitCohort(courseId, {}, form({ name: 'Second', timeZone: 'UTC', copy: cohortId })),
    managers,
  ],
  ['saving assignments', async () => submitAssignments(cohortId, {}, await assigned()), managers],
  ['closing the class', () => submitJoinLink(cohortId, {}, form({ do: 'close' })), managers],
  ['making a new link', () => submitJoinLink(cohortId, {}, form({ do: 'renew' })), managers],
  ['removing a member', () => submitMember(cohortId, {}, form({ do: `remove:${who.member.id}` })), managers],
  [
    'making a link for a password',
    () => submitMember(cohortId, {}, form({ do: `password:${who.member.id}` })),
    managers,
  ],
  [
    'changing a role',
    () =>
      submitStaff(
        cohortId,
        {},
        form({ do: `change:${who.author.id}`, [`role:${who.author.id}`]: 'instructor' }),
      ),
    managers,
  ],
  ['removing staff', () => submitStaff(cohortId, {}, form({ do: `remove:${who.assistant.id}` })), managers],
  ['inviting staff', () => submitInvitation(cohortId, {}, form({ role: 'instructor' })), managers],
  [
    'withdrawing an invitation',
    async () => {
      const link = await row<{ id: string }>('SELECT id FROM one_time_link');
      return submitWithdrawal(cohortId, {}, form({ withdraw: link!.id }));
    },
    managers,
  ],
  [
    'changing settings',
    async () => submitSettings(cohortId, {}, await settingsForm(cohortId, settings)),
    managers,
  ],
  ['deleting the class', () => submitDeletion(cohortId, {}, form({ name: 'Autumn' })), managers],
  ['joining', () => submitJoin(code), accounts.filter((person) => person !== 'member')],
  ['leaving', () => submitLeave(cohortId), ['member']],
];

describe('only those with the right can act:', () => {
  beforeEach(() => makeLink({ purpose: 'staff', courseId, role: 'assistant', madeById: who.admin.id }));

  test.each(
    actions.flatMap(([name, act, allowed]) => people.map((person) => ({ name, person, act, allowed }))),
  )('$name, by $person', async ({ name, person, act, allowed }) => {
    const before = await everything();
    as(person);
    const outcome: Outcome = await outcomeOf(act());
    if (allowed.includes(person)) {
      expect(outcome.message).toBeUndefined();
      expect(outcome.problems).toBeUndefined();
      expect(await everything()).not.toBe(before);
    } else {
      expect(await everything()).toBe(before);
      expect(outcome.done).toBeUndefined();
      // A member who joins again, and someone who leaves a class that they are not in, get what they want.
      if (accounts.includes(person) && ['joining', 'leaving'].includes(name))
        expect(outcome.leadsTo).toMatch(/^\/(?:classes\/|account$)/);
      else expect(outcome.message).toMatch(/no longer signed in|no such class|Your role|Only an admin/);
      expect(outcome.message ?? '').not.toMatch(/school\.example|Autumn|Machine/);
    }
  });

  test.each(actions)('%s, from a page of a different site', async (_name, act) => {
    for (const headers of [{ origin: 'https://elsewhere.test' }, {}] as Record<string, string>[])
      for (const person of ['admin', 'instructor', 'member'] as const) {
        const before = await everything();
        as(person, headers);
        expect(await outcomeOf(act())).toMatchObject({
          message: expect.stringContaining('page of this site'),
        });
        expect(await everything()).toBe(before);
      }
  });

  test.each(actions)('%s, with a session that has ended', async (_name, act) => {
    await site.query('DELETE FROM session');
    const before = await everything();
    for (const person of ['admin', 'instructor', 'member'] as const) {
      as(person);
      expect(await outcomeOf(act())).toMatchObject({ message: expect.stringContaining('signed in') });
    }
    expect(await everything()).toBe(before);
  });
});

describe('a page is shown only to those who may see it', () => {
  const params = (id = cohortId) => ({ params: Promise.resolve({ cohort: id }) });
  const pages: [string, (id?: string) => Promise<ReactElement>, readonly Person[]][] = [
    ['gradebook', (id) => GradebookPage(params(id)), staffWhoSeeWork],
    [
      'learner',
      (id = cohortId) =>
        CohortLearnerPage({ params: Promise.resolve({ cohort: id, learner: who.member.id }) }),
      staffWhoSeeWork,
    ],
    ['assignments', (id) => CohortAssignmentsPage(params(id)), staff],
    ['extensions', (id) => CohortExtensionsPage(params(id)), staffWhoSeeWork],
    ['people', (id) => CohortPeoplePage(params(id)), staffWhoSeeWork],
    ['insight', (id) => CohortInsightPage(params(id)), staffWhoSeeWork],
    ['settings', (id) => CohortSettingsPage(params(id)), managers],
    ['tabs', (id) => CohortLayout({ ...params(id), children: null }), staff],
    ['class', (id) => ClassPage(params(id)), ['member']],
  ];

  test.each(
    pages.flatMap(([name, page, allowed]) => people.map((person) => ({ name, person, page, allowed }))),
  )('$name, to $person', async ({ page, person, allowed }) => {
    as(person);
    const shown = await html(page());
    if (allowed.includes(person)) expect(shown).toMatch(/^</);
    else if (accounts.includes(person)) expect(shown).toBe('→ not-found');
    else expect(shown).toMatch(/^→ \/sign-in\?to=%2F(?:teach|classes)%2F/);
    expect(shown, 'nothing of a different course').not.toMatch(/stella|Elsewhere|Statistics/i);
  });

  test.each(pages)('%s, with an ID that does not exist', async (_name, page) => {
    for (const id of [ABSENT, 'x', '..', "' OR 1=1", '\0']) {
      as('admin');
      expect(await html(page(id))).toBe('→ not-found');
    }
  });

  test('the title has the name of the class only for staff', async () => {
    as('author');
    expect((await generateMetadata(params())).title).toBe('People · Autumn');
    as('otherInstructor');
    expect(await outcomeOf(generateMetadata(params()))).toEqual({ leadsTo: 'not-found' });
  });

  test.each([
    ['author', ['Assignments']],
    ['assistant', ['Gradebook', 'Assignments', 'Extensions', 'Insight', 'Regrade', 'People']],
    ['instructor', ['Gradebook', 'Assignments', 'Extensions', 'Insight', 'Regrade', 'People', 'Settings']],
  ] as const)('%s sees the tabs %j', async (person, tabs) => {
    as(person);
    const shown = await html(CohortLayout({ ...params(), children: null }));
    const names = [...shown.matchAll(/>(\w+)<\/a>/g)].map(([, name]) => name);
    expect(names.slice(1)).toEqual(tabs);
  });

  test('an assistant sees people, and nothing with which to change them', async () => {
    as('assistant');
    const shown = await html(CohortPeoplePage(params()));
    expect(shown).toContain('mia@school.example');
    expect(shown).toContain('ines@school.example');
    expect(shown).not.toMatch(/<form|<select|Remove|Invite/);
    as('instructor');
    expect(await html(CohortPeoplePage(params()))).toMatch(/Remove.*Invite staff/);
  });

  test('an author sees the assignments, and nothing with which to change them', async () => {
    as('instructor');
    await submitAssignments(cohortId, {}, await assigned());
    as('author');
    const shown = await html(CohortAssignmentsPage(params()));
    expect(shown).toContain('2026-12-01 23:59');
    expect(shown).not.toMatch(/<form|<input/);
  });

  test('a list of courses has those of the reader, and for an admin all', async () => {
    const shown = async (person: Person) => {
      as(person);
      return html(TeachPage({ searchParams: Promise.resolve({}) }));
    };
    expect(await shown('nobody')).toBe('→ /sign-in?to=%2Fteach');
    expect(await shown('anonymous')).toBe('→ /sign-in?to=%2Fteach');
    for (const person of ['outsider', 'member'] as const) {
      expect(await shown(person)).toContain('ask one of its instructors');
      expect(await shown(person)).not.toMatch(/Machine learning|Statistics|<form/);
    }
    expect(await shown('assistant')).toMatch(/Machine learning/);
    expect(await shown('assistant')).not.toMatch(/Statistics|<form/);
    expect(await shown('instructor')).toMatch(/Machine learning.*Create class/);
    expect(await shown('instructor')).not.toMatch(/Statistics|Create course/);
    expect(await shown('admin')).toMatch(/Machine learning.*Statistics.*Create course/);
    expect(await shown('author'), 'an author has no gradebook').toContain(`/teach/${cohortId}/assignments"`);
    await site.clear('course');
    expect(await shown('admin')).toContain('Create your first course');
  });
});

describe('a course', () => {
  test('is created with a class, and its creator teaches it', async () => {
    as('admin');
    const { leadsTo } = await outcomeOf(
      submitCourse({}, form({ course: ' Deep learning\0 ', name: 'Group A', timeZone: 'America/New_York' })),
    );
    const id = leadsTo?.slice('/teach/'.length);
    expect(await row('SELECT name, time_zone, is_open, counts FROM cohort WHERE id = $1', [id])).toEqual({
      name: 'Group A',
      time_zone: 'America/New_York',
      is_open: true,
      counts: 'best',
    });
    expect(
      await row(
        `SELECT course.name, user_id, role FROM course JOIN staff_member ON course_id = course.id
         JOIN cohort ON cohort.course_id = course.id WHERE cohort.id = $1`,
        [id],
      ),
    ).toEqual({ name: 'Deep learning\uFFFD', user_id: who.admin.id, role: 'instructor' });
  });

  test.each([
    ['course', { course: ' ' }],
    ['course', { course: 'x'.repeat(81) }],
    ['name', { name: '' }],
    ['timeZone', { timeZone: 'Berlin' }],
    ['timeZone', { timeZone: '+02:00' }],
    ['timeZone', { timeZone: '' }],
  ])('is not created with a wrong %s, and the form keeps what was entered: %j', async (field, change) => {
    as('admin');
    const fields = { course: 'Deep learning', name: 'Group A', timeZone: 'UTC', ...change };
    const before = await everything();
    const state = await submitCourse({}, form(fields));
    expect(state).toEqual({ problems: { [field]: expect.any(String) }, values: fields });
    expect(await everything()).toBe(before);
  });

  test('gets another class with the assignments and rules of one that it has, without its learners', async () => {
    as('instructor');
    const exam = { 'opens:exercise/slim-trap': '2026-12-01T22:00', 'mode:exercise/slim-trap': 'exam' };
    await submitAssignments(cohortId, {}, await assigned(exam));
    await submitSettings(cohortId, {}, await settingsForm(cohortId, settings));
    const create = async (deadlines: Record<string, string>) => {
      const fields = { name: 'Spring', timeZone: 'UTC', copy: cohortId, ...deadlines };
      return (await outcomeOf(submitCohort(courseId, {}, form(fields)))).leadsTo!.slice('/teach/'.length);
    };
    const [plain, withDeadlines] = [await create({}), await create({ deadlines: 'on' })];
    const copied =
      'SELECT kind, slug, weight, mode, opens_at, due_at FROM assignment WHERE cohort_id = $1 ORDER BY kind';
    const original = await site.query<object>(copied, [cohortId]);
    expect(original).toHaveLength(2);
    expect(original).toContainEqual(
      expect.objectContaining({ mode: 'exam', opens_at: new Date('2026-12-01T21:00Z') }),
    );
    expect(await site.query(copied, [withDeadlines])).toEqual(original);
    expect(await site.query(copied, [plain])).toEqual(
      original
        .filter((item) => 'mode' in item && item.mode !== 'exam')
        .map((item) => ({ ...item, opens_at: null, due_at: null })),
    );
    expect(
      await row(
        'SELECT counts, attempts_max, late_for_days, held_back, time_zone FROM cohort WHERE id = $1',
        [plain],
      ),
    ).toEqual({
      counts: 'last',
      attempts_max: 5,
      late_for_days: 7,
      held_back: 'solutions',
      time_zone: 'UTC',
    });
    expect(await site.query('SELECT 1 FROM cohort_member WHERE cohort_id = $1', [plain])).toEqual([]);
  });

  test.each([
    ['of another course', () => otherCohortId],
    ['that does not exist', () => ABSENT],
  ])('cannot copy a class %s', async (_name, id) => {
    as('instructor');
    const before = await everything();
    expect(
      await submitCohort(courseId, {}, form({ name: 'Spring', timeZone: 'UTC', copy: id() })),
    ).toMatchObject({ message: expect.stringContaining('no longer exists') });
    expect(await everything()).toBe(before);
  });
});

describe('assignments', () => {
  const stored = () =>
    site.query<{ slug: string; due_at: Date | null; weight: number }>(
      'SELECT slug, due_at, weight FROM assignment WHERE cohort_id = $1 ORDER BY kind',
      [cohortId],
    );

  beforeEach(() => as('instructor'));

  test('are saved with deadlines in the zone of the class', async () => {
    expect(await submitAssignments(cohortId, {}, await assigned())).toEqual({ done: 'Saved: 2 added.' });
    expect(await stored()).toEqual([
      { slug: 'slim-trap', due_at: new Date('2026-12-01T22:59:00Z'), weight: 2 },
      { slug: 'image-vs-container', due_at: null, weight: 1 },
    ]);
    const summer = await assigned({ 'due:exercise/slim-trap': '2027-06-01T23:59' });
    expect(await submitAssignments(cohortId, {}, summer)).toEqual({ done: 'Saved: 1 changed.' });
    expect((await stored())[0]!.due_at).toEqual(new Date('2027-06-01T21:59:00Z'));
    expect(await submitAssignments(cohortId, {}, form({ version: await versionOf() }))).toEqual({
      done: expect.stringMatching(/^Saved: 2 removed\. What learners submitted is kept/),
    });
    expect(await stored()).toEqual([]);
  });

  test('are shown in the form as they were saved', async () => {
    await submitAssignments(cohortId, {}, await assigned());
    const shown = await html(CohortAssignmentsPage({ params: Promise.resolve({ cohort: cohortId }) }));
    const field = (name: string) => new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(shown)?.[0];
    expect(field('assign:exercise/slim-trap')).toContain('checked');
    expect(field('due:exercise/slim-trap')).toContain('value="2026-12-01T23:59"');
    expect(field('weight:exercise/slim-trap')).toContain('value="2"');
    expect(field('assign:exercise/golf')).not.toContain('checked');
    expect(field('version')).toContain(await versionOf());
  });

  test('are not overwritten by a form that was opened before someone else changed them', async () => {
    const old = await assigned({ 'weight:exercise/slim-trap': '7' });
    await submitAssignments(cohortId, {}, await assigned());
    expect(await submitAssignments(cohortId, {}, old)).toMatchObject({
      message: expect.stringContaining('changed the assignments'),
      values: { 'weight:exercise/slim-trap': '7' },
    });
    expect((await stored())[0]!.weight).toBe(2);
  });

  test('are not moved by a form that was opened before the zone of the class changed', async () => {
    await submitAssignments(cohortId, {}, await assigned());
    const before = await stored();
    const old = await assigned();
    await site.query(`UPDATE cohort SET time_zone = 'America/New_York' WHERE id = $1`, [cohortId]);
    expect(await submitAssignments(cohortId, {}, old)).toHaveProperty('message');
    expect(await stored()).toEqual(before);
  });

  test.each([
    ['an exercise that does not exist', 'assign:exercise/none'],
    ['a lesson as an exercise', 'assign:exercise/image-vs-container'],
  ])('cannot have %s', async (_name, field) => {
    expect(await submitAssignments(cohortId, {}, await assigned({ [field]: 'on' }))).toMatchObject({
      message: expect.stringContaining('has been updated'),
    });
    expect(await stored()).toEqual([]);
  });

  test('with a wrong deadline are not saved, and the form keeps everything', async () => {
    const entered = await assigned({ 'due:exercise/slim-trap': '2026-02-30T10:00' });
    expect(await submitAssignments(cohortId, {}, entered)).toEqual({
      problems: { 'due:exercise/slim-trap': expect.any(String) },
      values: Object.fromEntries(entered),
    });
    expect(await stored()).toEqual([]);
  });

  test('of work that was removed from the course can be kept and removed', async () => {
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'gone')`, [
      cohortId,
    ]);
    const plan = await assignmentPlan(await cohortAccess({ ...owner(), isAdmin: true }, cohortId, 'see'));
    expect(plan.modules.at(-1)).toMatchObject({
      title: 'No longer in the course',
      items: [{ slug: 'gone' }],
    });
    const kept = form({ version: plan.version, 'assign:exercise/gone': 'on' });
    expect(await submitAssignments(cohortId, {}, kept)).toEqual({ done: 'Saved. Nothing has changed.' });
    await submitAssignments(cohortId, {}, form({ version: plan.version }));
    expect(await stored()).toEqual([]);
  });

  test('of another class stay', async () => {
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'golf')`, [
      otherCohortId,
    ]);
    await submitAssignments(cohortId, {}, await assigned());
    await submitAssignments(cohortId, {}, form({ version: await versionOf() }));
    expect(await site.query('SELECT cohort_id FROM assignment')).toEqual([{ cohort_id: otherCohortId }]);
  });
});

describe('people', () => {
  beforeEach(() => as('instructor'));
  const roles = () =>
    site.query<{ user_id: string; role: string }>(
      'SELECT user_id, role FROM staff_member WHERE course_id = $1',
      [courseId],
    );
  const change = (person: Visitor, role: string) =>
    outcomeOf(submitStaff(cohortId, {}, form({ do: `change:${person.id}`, [`role:${person.id}`]: role })));
  const remove = (person: Visitor) =>
    outcomeOf(submitStaff(cohortId, {}, form({ do: `remove:${person.id}` })));

  test('a member is removed with their work kept, and no one of another class', async () => {
    await submitted(who.member, 'slim-trap');
    expect(await submitMember(cohortId, {}, form({ do: `remove:${who.member.id}` }))).toEqual({
      done: 'Mia has been removed.',
    });
    expect(await site.query('SELECT learner_id FROM cohort_member')).toEqual([{ learner_id: stranger.id }]);
    expect(await site.query('SELECT 1 FROM submission')).toHaveLength(1);
    expect(await submitMember(cohortId, {}, form({ do: `remove:${stranger.id}` }))).toEqual({
      done: 'They had already left the class.',
    });
    expect(await site.query('SELECT 1 FROM cohort_member')).toHaveLength(1);
  });

  test('a link for a password is for a member of the class who is not staff anywhere', async () => {
    const link = async (person: Visitor) => submitMember(cohortId, {}, form({ do: `password:${person.id}` }));
    const { link: made } = await link(who.member);
    expect(await linkOffer(made!.split('/').at(-1)!)).toMatchObject({ email: 'mia@school.example' });
    expect(await link(stranger)).toMatchObject({ message: 'They have left the class.' });
    for (const person of [who.otherInstructor, who.author, who.admin]) {
      await member(cohortId, person);
      expect(await link(person)).toMatchObject({ message: expect.stringContaining('belongs to staff') });
    }
    expect(await site.query('SELECT for_id FROM one_time_link')).toEqual([{ for_id: who.member.id }]);
  });

  test('staff get a different role, and are removed', async () => {
    expect(await change(who.author, 'assistant')).toEqual({ done: 'Aubrey has a new role.' });
    expect(await roles()).toContainEqual({ user_id: who.author.id, role: 'assistant' });
    expect(await remove(who.author)).toEqual({ done: 'Aubrey has been removed from the staff.' });
    expect(await roles()).toHaveLength(2);
    expect(await change(who.outsider, 'instructor'), 'not by naming someone').toEqual({
      done: 'They had already left the staff.',
    });
    expect(await change(who.otherInstructor, 'author')).toMatchObject({ done: expect.anything() });
    expect(await remove(who.otherInstructor)).toMatchObject({ done: expect.anything() });
    expect(await site.query('SELECT role FROM staff_member WHERE course_id = $1', [otherCourseId])).toEqual([
      { role: 'instructor' },
    ]);
  });

  test.each<Record<string, string>>([
    { do: 'change:x' },
    { do: 'promote:x' },
    { do: 'change:x', 'role:x': 'owner' },
    {},
  ])('a form without a person or a role changes nothing: %j', async (fields) => {
    const before = await everything();
    expect(await submitStaff(cohortId, {}, form(fields))).toMatchObject({
      problems: { do: 'Choose a role.' },
    });
    expect(await everything()).toBe(before);
  });

  test('the last instructor stays, unless an admin decides otherwise', async () => {
    const stays = { message: expect.stringContaining('needs an instructor') };
    expect(await remove(who.instructor)).toMatchObject(stays);
    expect(await change(who.instructor, 'assistant')).toMatchObject(stays);
    expect(await roles()).toContainEqual({ user_id: who.instructor.id, role: 'instructor' });
    as('admin');
    expect(await remove(who.instructor)).toEqual({ done: 'Ines has been removed from the staff.' });
    expect(await roles()).toHaveLength(2);
  });

  test('of two instructors who remove each other at the same time, one stays', async () => {
    await change(who.author, 'instructor');
    await site.query('BEGIN');
    await site.query('SELECT 1 FROM staff_member FOR UPDATE');
    const both = [who.instructor, who.author].map((actor, index, all) => {
      as(actor);
      return remove(all[1 - index]!);
    });
    // Both have got as far as they can before either has removed anyone.
    await expect
      .poll(async () => row<{ n: number }>('SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted'))
      .toEqual({ n: 2 });
    await site.query('COMMIT');
    await Promise.all(both);
    expect((await roles()).filter(({ role }) => role === 'instructor')).toHaveLength(1);
  });

  test('an instructor who leaves is led to their other courses', async () => {
    await change(who.author, 'instructor');
    expect(await remove(who.instructor)).toEqual({ leadsTo: '/teach' });
  });

  test('a link for staff works with the chosen role until it is withdrawn', async () => {
    const { link, done } = await submitInvitation(cohortId, {}, form({ role: 'author' }));
    expect(link).toMatch(/^http:\/\/site\.test\/links\/[\w-]{43}$/);
    expect(done).toContain('not shown again');
    const token = link!.split('/').at(-1)!;
    expect(await linkOffer(token)).toEqual({ purpose: 'staff', course: 'Machine learning', role: 'author' });
    const shown = await html(CohortPeoplePage({ params: Promise.resolve({ cohort: cohortId }) }));
    expect(shown).toContain('Links that have not been used');
    expect(shown).not.toContain(token);
    const { id } = (await row<{ id: string }>('SELECT id FROM one_time_link'))!;
    as('otherInstructor');
    await submitWithdrawal(otherCohortId, {}, form({ withdraw: id }));
    expect(await linkOffer(token), 'not by staff of another course').toBeDefined();
    as('instructor');
    expect(await submitWithdrawal(cohortId, {}, form({ withdraw: id }))).toEqual({
      done: 'The link no longer works.',
    });
    expect(await linkOffer(token)).toBeUndefined();
    expect(await submitInvitation(cohortId, {}, form({ role: 'admin' }))).toMatchObject({
      problems: { role: 'Choose a role.' },
    });
  });

  test('the links of an instructor who was removed no longer work', async () => {
    const link = async () =>
      (await submitInvitation(cohortId, {}, form({ role: 'instructor' }))).link!.split('/').at(-1)!;
    const own = await link();
    as('admin');
    const others = await link();
    await remove(who.instructor);
    expect(await linkOffer(own)).toBeUndefined();
    expect(await linkOffer(others)).toBeDefined();
  });
});

describe('settings', () => {
  const columns = `name, time_zone, counts, attempts_max, late_percent_per_day, late_floor_percent, late_for_days, held_back`;
  const stored = () => row(`SELECT ${columns} FROM cohort WHERE id = $1`, [cohortId]);
  const save = async (fields: Record<string, string>) =>
    submitSettings(cohortId, {}, await settingsForm(cohortId, fields));
  beforeEach(() => as('instructor'));

  test('are stored, and an empty field is no limit', async () => {
    expect(await save(settings)).toEqual({
      done: expect.stringMatching(/^Saved/),
    });
    const expected = {
      name: 'Winter',
      time_zone: 'Asia/Kolkata',
      counts: 'last',
      attempts_max: 5,
      late_percent_per_day: 10,
      late_floor_percent: 20,
      late_for_days: 7,
      held_back: 'solutions',
    };
    expect(await stored()).toEqual(expected);
    await save({ ...settings, attemptsMax: '', acceptForDays: ' ' });
    expect(await stored()).toEqual({ ...expected, attempts_max: null, late_for_days: null });
  });

  test.each([
    ['name', ''],
    ['timeZone', 'Mars/Olympus'],
    ['counts', 'worst'],
    ['attemptsMax', '0'],
    ['attemptsMax', '2.5'],
    ['percentPerDay', '101'],
    ['percentPerDay', '-1'],
    ['floorPercent', 'half'],
    ['acceptForDays', '366'],
    ['heldBack', 'lessons'],
  ])('with %s %j are not stored', async (field, value) => {
    const before = await stored();
    const fields = { ...settings, [field]: value };
    expect(await save(fields)).toEqual({
      problems: { [field]: expect.any(String) },
      values: expect.objectContaining(fields),
    });
    expect(await stored()).toEqual(before);
  });

  test('that someone else has changed since are not overwritten', async () => {
    const mine = await settingsForm(cohortId, settings);
    await save({ ...settings, name: 'Summer' });
    expect(await submitSettings(cohortId, {}, mine)).toMatchObject({
      message: expect.stringContaining('Someone has changed the settings'),
      values: { name: 'Winter' },
    });
    expect(await stored()).toMatchObject({ name: 'Summer' });
    const outcomes = await Promise.all(
      ['A', 'B', 'C']
        .map(async (name) => settingsForm(cohortId, { ...settings, name }))
        .map(async (entered) => submitSettings(cohortId, {}, await entered)),
    );
    expect(outcomes.filter((outcome) => 'done' in outcome)).toHaveLength(1);
  });

  test('show what the late policy means, and what was entered', async () => {
    await save({ ...settings, acceptForDays: '' });
    const shown = await html(CohortSettingsPage({ params: Promise.resolve({ cohort: cohortId }) }));
    expect(shown).toContain('Two days late, 93 points become 74.4.');
    expect(shown).toMatch(/value="Asia\/Kolkata"/);
  });

  test('delete the class once its name is typed, and keep the work of its learners', async () => {
    await submitAssignments(cohortId, {}, await assigned());
    await submitted(who.member, 'slim-trap');
    expect(await submitDeletion(cohortId, {}, form({ name: 'autumn' }))).toEqual({
      problems: { name: expect.any(String) },
      values: { name: 'autumn' },
    });
    expect(await outcomeOf(submitDeletion(cohortId, {}, form({ name: ' Autumn ' })))).toEqual({
      leadsTo: '/teach?deleted',
    });
    expect(await site.query('SELECT id FROM cohort')).toEqual([{ id: otherCohortId }]);
    expect(await site.query('SELECT learner_id FROM cohort_member')).toEqual([{ learner_id: stranger.id }]);
    expect(await site.query('SELECT 1 FROM assignment')).toEqual([]);
    expect(await site.query('SELECT 1 FROM submission')).toHaveLength(1);
    expect(await html(ClassPage({ params: Promise.resolve({ cohort: cohortId }) }))).toBe('→ not-found');
  });
});

describe('a join link', () => {
  const page = (text: string) => html(JoinPage({ params: Promise.resolve({ code: text }) }));
  const members = async () =>
    (
      await site.query<{ learner_id: string }>('SELECT learner_id FROM cohort_member WHERE cohort_id = $1', [
        cohortId,
      ])
    ).length;

  test('shows what staff will see, and changes nothing until it is confirmed', async () => {
    as('outsider');
    const shown = await page(code);
    expect(shown).toMatch(
      /Join Autumn.*Machine learning.*e-mail address.*before you joined.*olga@school\.example/,
    );
    expect(shown).not.toMatch(/mia|ines/i);
    expect(await members()).toBe(1);
    expect(await outcomeOf(submitJoin(code))).toEqual({ leadsTo: `/classes/${cohortId}` });
    expect(await members()).toBe(2);
    expect(await page(code), 'a member is led to the class').toBe(`→ /classes/${cohortId}`);
    expect(await outcomeOf(submitJoin(code.toUpperCase())), 'twice').toEqual({
      leadsTo: `/classes/${cohortId}`,
    });
    expect(await members()).toBe(2);
  });

  test('leads visitors to sign in and back', async () => {
    for (const person of ['nobody', 'anonymous'] as const) {
      as(person);
      const shown = await page(code);
      expect(shown).toContain(`/create-account?to=%2Fjoin%2F${code}`);
      expect(shown).toContain(`/sign-in?to=%2Fjoin%2F${code}`);
      expect(shown).not.toContain('<form');
    }
  });

  test('that is closed, wrong or old does not tell which', async () => {
    as('instructor');
    await submitJoinLink(cohortId, {}, form({ do: 'renew' }));
    const { code: current } = (await row<{ code: string }>(
      'SELECT join_code AS code FROM cohort WHERE id = $1',
      [cohortId],
    ))!;
    expect(await submitJoinLink(cohortId, {}, form({ do: 'close' }))).toEqual({
      done: 'The class is closed: no one can join.',
    });
    as('outsider');
    const wrong = newJoinCode();
    const pages = await Promise.all([code, current, wrong, 'x', '\0'].map(page));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('This link does not work');
    for (const text of [code, current, wrong, 'x'])
      expect(await submitJoin(text)).toMatchObject({
        message: expect.stringContaining('does not lead to a class'),
      });
    expect(await members()).toBe(1);
    as('instructor');
    await submitJoinLink(cohortId, {}, form({ do: 'open' }));
    as('outsider');
    expect(await outcomeOf(submitJoin(current))).toEqual({ leadsTo: `/classes/${cohortId}` });
  });

  test('does not lead into another class', async () => {
    as('outsider');
    await outcomeOf(submitJoin(otherCode));
    expect(await members()).toBe(1);
    expect(await html(ClassPage({ params: Promise.resolve({ cohort: cohortId }) }))).toBe('→ not-found');
  });

  test('cannot be guessed without limit', async () => {
    as('outsider');
    await page(code);
    await site.query(`UPDATE hourly_use SET count = 2000 WHERE kind = 'join link'`);
    expect(await page(code)).toMatch(/Try again later.*limit of 2,000/);
    expect(await submitJoin(code)).toMatchObject({ message: expect.stringContaining('limit of 2,000') });
    expect(await members()).toBe(1);
  });
});

describe('a member', () => {
  const view = () => classView(who.member.id, cohortId);
  const assign = async (fields: Record<string, string>) => {
    as('instructor');
    expect(await submitAssignments(cohortId, {}, await assigned(fields))).toMatchObject({
      done: expect.anything(),
    });
  };

  test('sees each assignment by deadline, with what they have done', async () => {
    await assign({ 'assign:exercise/cache-order': 'on', 'due:exercise/cache-order': '2026-11-30T12:00' });
    const points = async () => (await view())!.assignments.map((work) => [work.slug, work.points]);
    expect(await points()).toEqual([
      ['cache-order', null],
      ['slim-trap', null],
      ['image-vs-container', null],
    ]);
    const runId = await submitted(who.member, 'slim-trap');
    const { fence } = await claimed();
    await finish(runId, { fence, result: verdict('slim-trap', { passed: false, score: 40 }) });
    for (const [quiz, key] of await quizKeys('image-vs-container')) {
      const correct = key.questions.map(({ id, options }) => [
        id,
        options.filter((option) => option.correct).map((option) => option.id),
      ]);
      await recordAnswers(who.member.id, 'image-vs-container', quiz, key, Object.fromEntries(correct));
    }
    expect(await points()).toEqual([
      ['cache-order', null],
      ['slim-trap', 40],
      ['image-vs-container', 100],
    ]);
    as('member');
    const shown = await html(ClassPage({ params: Promise.resolve({ cohort: cohortId }) }));
    expect(shown).toMatch(/To do.*no points yet.*40 of 100.*Done.*100 of 100/);
    expect(shown).toContain('Tue 1 Dec 2026, 23:59 (Europe/Berlin)');
    expect(shown).not.toMatch(/school\.example/);
  });

  test('sees their own classes only', async () => {
    await assign({});
    expect(await classesOf(who.member.id)).toEqual([
      {
        id: cohortId,
        name: 'Autumn',
        course: 'Machine learning',
        nextDeadline: { at: '2026-12-01T22:59:00.000Z', timeZone: 'Europe/Berlin' },
      },
    ]);
    expect(await classesOf(who.outsider.id)).toEqual([]);
    expect(await classView(who.member.id, otherCohortId)).toBeUndefined();
    expect(await classView(who.instructor.id, cohortId)).toBeUndefined();
  });

  test('leaves a class, and not another one', async () => {
    await member(otherCohortId, who.member);
    as('member');
    expect(await outcomeOf(submitLeave(cohortId))).toEqual({ leadsTo: '/account' });
    expect((await classesOf(who.member.id)).map(({ id }) => id)).toEqual([otherCohortId]);
    expect(await site.query('SELECT 1 FROM cohort_member')).toHaveLength(2);
  });
});
