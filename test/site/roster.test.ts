import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitJoin } from '../../app/join/[code]/actions.ts';
import {
  submitExtensions,
  submitExtensionWithdrawal,
  submitGroupExtension,
} from '../../app/teach/[cohort]/extensions/actions.ts';
import { submitGroup } from '../../app/teach/[cohort]/people/[learner]/actions.ts';
import { submitExpected, submitRoster } from '../../app/teach/[cohort]/people/actions.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { classMember } from '../../lib/teaching/class-member.ts';
import { extensionsOf } from '../../lib/teaching/extensions.ts';
import { newJoinCode } from '../../lib/teaching/join-code.ts';
import { classView, classesOf } from '../../lib/teaching/my-classes.ts';
import { expectedMembers, groupsOf } from '../../lib/teaching/roster.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite } from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

let site: Site;
let cohortId: string;
let code: string;
let ada: Visitor;
let weber: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  const courseId = randomUUID();
  [cohortId, code] = [randomUUID(), newJoinCode()];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'Autumn', 'Europe/Berlin', $3)`,
    [cohortId, courseId, code],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at) VALUES
      ($1, 'exercise', 'cache-order', '2026-12-04T17:00:00Z'), ($1, 'exercise', 'slim-trap', '2026-12-11T17:00:00Z'), ($1, 'exercise', 'golf', NULL)`,
    [cohortId],
  );
  weber = await account('J. Weber', 'instructor');
  ada = await account('Ada');
  await join(ada);
  as(weber);
});
afterEach(() => site.clear('hourly_use', 'course', 'cohort', 'user'));

/** An account with a session, and an address that is the name in one word. */
async function account(name: string, role?: string): Promise<Visitor> {
  const visitor = await newLearner();
  const email = `${name.toLowerCase().replaceAll(/\W/g, '')}@school.example`;
  await site.query(
    `UPDATE "user" SET is_anonymous = false, name = $2, email = $3, is_admin = $4 WHERE id = $1`,
    [visitor.id, name, email, role === 'admin'],
  );
  if (role !== undefined && role !== 'admin')
    await site.query(
      `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
      [visitor.id, role, cohortId],
    );
  return visitor;
}

const join = ({ id }: Visitor) =>
  site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);

function as({ cookie }: Visitor): void {
  request.headers = new Headers({ origin: SITE_URL, cookie });
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const roster = (what: string, ...lines: string[]) =>
  submitRoster(cohortId, {}, form({ do: what, csv: ['Name,E-mail,Group', ...lines].join('\n') }));
const access = async (person = weber) =>
  cohortAccess((await accountOf(new Headers({ cookie: person.cookie })))!, cohortId, 'seeWork');
const expected = async () => expectedMembers(await access());
const groupOf = async ({ id }: Visitor) =>
  (
    await site.query<{ group: string | null }>(
      'SELECT group_name AS group FROM cohort_member WHERE learner_id = $1 AND cohort_id = $2',
      [id, cohortId],
    )
  )[0]?.group;
const deadlineOf = async (slug: string, { id }: Visitor = ada) =>
  (await classView(id, cohortId))!.assignments.find((work) => work.slug === slug)!;
/** Everything that the actions of this file change. */
const everything = async () =>
  JSON.stringify(
    await Promise.all(
      ['cohort_member', 'expected_member', 'extension', 'group_extension'].map((table) =>
        site.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`),
      ),
    ),
  );

describe('the list of a class', () => {
  test('is shown as it would be, and changes nothing until it is imported', async () => {
    const before = await everything();
    const lines = [
      'Ada,ADA@school.example,A',
      'Ben,ben@school.example,B',
      'Cleo,cleo',
      'Ben,ben@school.example,',
    ];
    const { preview, values } = await roster('preview', ...lines);
    expect(await everything()).toBe(before);
    expect(values?.csv, 'nothing has to be entered again').toContain('Cleo,cleo');
    expect(preview?.rows).toEqual([
      {
        line: 2,
        cells: ['Ada', 'ada@school.example', 'A'],
        effect: 'has joined; gets a group',
        isChange: true,
      },
      {
        line: 3,
        cells: ['Ben', 'ben@school.example', 'B'],
        effect: 'is added to the list',
        isChange: true,
      },
    ]);
    expect(preview?.errors.map(({ line }) => line)).toEqual([4, 5]);

    expect(await roster('import', ...lines)).toEqual({ done: 'Imported: 1 added to the list, 1 changed.' });
    expect(await groupOf(ada)).toBe('A');
    expect(await expected()).toEqual([{ email: 'ben@school.example', name: 'Ben', group: 'B' }]);
    const again = await roster('preview', ...lines);
    expect(
      again.preview?.rows.map(({ isChange }) => isChange),
      'twice',
    ).toEqual([false, false]);
  });

  test('changes names of those who have not joined, and groups of all, but removes nothing', async () => {
    await roster(
      'import',
      'Ada,ada@school.example,A',
      'Ben,ben@school.example,B',
      'Cleo,cleo@school.example,B',
    );
    const { preview } = await roster(
      'preview',
      'Ada Byron,ada@school.example,',
      'Benjamin,ben@school.example,C',
    );
    expect(preview?.rows.map(({ effect }) => effect)).toEqual([
      'has joined; nothing changes',
      'is on the list; leaves B, was called Ben',
    ]);
    await roster(
      'import',
      'Ada Byron,ada@school.example,',
      'Benjamin,ben@school.example,C',
      'Cleopatra,cleo@school.example,',
    );
    expect(await groupOf(ada), 'an empty cell says nothing').toBe('A');
    expect(await expected()).toEqual([
      { email: 'ben@school.example', name: 'Benjamin', group: 'C' },
      { email: 'cleo@school.example', name: 'Cleopatra', group: 'B' },
    ]);
    expect(await groupsOf(await access())).toEqual(['A', 'B', 'C']);
  });

  test('puts someone into their group when they join with the address on it, once', async () => {
    await roster('import', 'Ben,ben@school.example,B', 'Cleo,cleo@school.example,');
    const [ben, dan] = [await account('Ben'), await account('Dan')];
    for (const person of [ben, dan]) {
      as(person);
      await submitJoin(code).catch(() => undefined);
    }
    expect([await groupOf(ben), await groupOf(dan)]).toEqual(['B', null]);
    expect((await expected()).map(({ name }) => name)).toEqual(['Cleo']);
    as(weber);
    await submitGroup(cohortId, ben.id, {}, form({ group: '  Group   C ' }));
    expect(await groupOf(ben)).toBe('Group C');
    as(ben);
    await submitJoin(code).catch(() => undefined);
    expect(await groupOf(ben), 'joining again changes nothing').toBe('Group C');
  });

  test('loses someone who is taken off it', async () => {
    await roster('import', 'Ben,ben@school.example,B');
    const takeOff = () => submitExpected(cohortId, {}, form({ remove: 'ben@school.example' }));
    expect(await takeOff()).toEqual({ done: 'Taken off the list.' });
    expect(await expected()).toEqual([]);
    expect(await takeOff()).toEqual({ done: 'They were no longer on the list.' });
  });

  test('of 2,000 people is imported at once', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `Person ${n},p${n}@school.example,G${n % 20}`);
    expect(await roster('import', ...lines)).toEqual({
      done: 'Imported: 2000 added to the list, 0 changed.',
    });
    expect(await expected()).toHaveLength(2_000);
  });

  test('of another class stays', async () => {
    const other = randomUUID();
    await site.query(
      `INSERT INTO cohort (id, course_id, name, time_zone, join_code) SELECT $1, course_id, 'Other', 'UTC', 'x' FROM cohort`,
      [other],
    );
    await site.query(`INSERT INTO expected_member VALUES ($1, 'ben@school.example', 'Ben', 'Z')`, [other]);
    await site.query(`INSERT INTO cohort_member (cohort_id, learner_id, group_name) VALUES ($1, $2, 'Z')`, [
      other,
      ada.id,
    ]);
    await roster('import', 'Ada,ada@school.example,A', 'Ben,ben@school.example,B');
    await submitExpected(cohortId, {}, form({ remove: 'ben@school.example' }));
    expect(await site.query('SELECT group_name FROM expected_member')).toEqual([{ group_name: 'Z' }]);
    expect(await site.query('SELECT group_name FROM cohort_member ORDER BY 1')).toEqual([
      { group_name: 'A' },
      { group_name: 'Z' },
    ]);
  });
});

describe('an extension for a group', () => {
  const extend = (fields: Record<string, string> = {}) =>
    submitGroupExtension(
      cohortId,
      {},
      form({
        work: 'exercise/cache-order',
        group: 'A',
        until: '2026-12-07T18:00',
        reason: 'lab closed',
        ...fields,
      }),
    );

  beforeEach(() => roster('import', 'Ada,ada@school.example,A', 'Ben,ben@school.example,A'));

  test('moves the deadline of its members, also of those who join later', async () => {
    expect(await extend()).toEqual({ done: 'Extended for A.' });
    expect(await deadlineOf('cache-order')).toMatchObject({
      dueAt: '2026-12-07T17:00:00.000Z',
      isExtended: true,
      deadline:
        'Mon 7 Dec 2026, 18:00 (Europe/Berlin): extended from Fri 4 Dec 2026, 18:00 (Europe/Berlin) for A by J. Weber (lab closed).',
    });
    expect((await deadlineOf('slim-trap')).isExtended, 'other work').toBe(false);
    const ben = await account('Ben');
    as(ben);
    await submitJoin(code).catch(() => undefined);
    expect((await deadlineOf('cache-order', ben)).isExtended).toBe(true);
    const cleo = await account('Cleo');
    await join(cleo);
    expect((await deadlineOf('cache-order', cleo)).isExtended, 'in no group').toBe(false);
  });

  test('does not shorten a later one of the learner alone, and is listed until it is taken back', async () => {
    await extend();
    const csv = 'E-mail,Exercise,Until\nada@school.example,cache-order,2026-12-09 18:00';
    await submitExtensions(cohortId, {}, form({ do: 'import', csv }));
    expect((await deadlineOf('cache-order')).dueAt).toBe('2026-12-09T17:00:00.000Z');
    const listed = await extensionsOf(await access());
    expect(listed).toMatchObject([
      { who: 'A', learnerId: undefined, reason: 'lab closed', grantedBy: 'J. Weber', isWithoutEffect: false },
      { who: 'Ada', learnerId: ada.id, reason: '', isWithoutEffect: false },
    ]);
    for (const { key } of listed)
      expect(await submitExtensionWithdrawal(cohortId, {}, form({ withdraw: key }))).toEqual({
        done: 'Taken back.',
      });
    expect(await extensionsOf(await access())).toEqual([]);
    expect((await deadlineOf('cache-order')).isExtended).toBe(false);
    expect(await submitExtensionWithdrawal(cohortId, {}, form({ withdraw: listed[0]!.key }))).toEqual({
      done: 'It had already been taken back.',
    });
  });

  test('is not filled in as the learner’s own, which the page changes', async () => {
    await extend();
    const { work } = (await classMember(await access(), ada.id))!;
    expect(work.find(({ slug }) => slug === 'cache-order')).toMatchObject({
      due: '2026-12-04T18:00',
      extension: undefined,
      deadline: expect.stringContaining('for A by J. Weber'),
    });
    const csv = 'E-mail,Exercise,Until,Reason\nada@school.example,cache-order,2026-12-09 18:00,ill';
    await submitExtensions(cohortId, {}, form({ do: 'import', csv }));
    const own = (await classMember(await access(), ada.id))!.work.find(({ slug }) => slug === 'cache-order');
    expect(own).toMatchObject({ due: '2026-12-09T18:00', extension: { reason: 'ill' } });
  });

  test('moves the next deadline that the account page shows', async () => {
    await site.query(`DELETE FROM assignment WHERE slug <> 'cache-order'`);
    await site.query(`UPDATE assignment SET due_at = now() + interval '1 hour'`);
    const [extended] = await site.query<{ until: Date }>(
      `INSERT INTO group_extension (cohort_id, kind, slug, group_name, until, reason)
       VALUES ($1, 'exercise', 'cache-order', 'A', now() + interval '2 days', '') RETURNING until`,
      [cohortId],
    );
    expect((await classesOf(ada.id))[0]!.nextDeadline!.at).toBe(extended!.until.toISOString());
    await site.query(`UPDATE assignment SET due_at = now() - interval '1 hour'`);
    expect((await classesOf(ada.id))[0]!.nextDeadline!.at, 'also after that of the class').toBe(
      extended!.until.toISOString(),
    );
    await site.query('DELETE FROM group_extension');
    expect((await classesOf(ada.id))[0]!.nextDeadline).toBeUndefined();
  });

  test.each(['learner:exercise/golf:\0', 'group:exercise/golf:\0', 'x'])(
    'that is called %j does not exist',
    async (withdraw) =>
      expect(await submitExtensionWithdrawal(cohortId, {}, form({ withdraw }))).toEqual({
        done: 'It had already been taken back.',
      }),
  );

  test('of someone who has left is not listed, and counts again if they return', async () => {
    const csv = 'E-mail,Exercise,Until,Reason\nada@school.example,cache-order,2026-12-09 18:00,ill';
    await submitExtensions(cohortId, {}, form({ do: 'import', csv }));
    await site.query('DELETE FROM cohort_member WHERE learner_id = $1', [ada.id]);
    expect(await extensionsOf(await access())).toEqual([]);
    await join(ada);
    expect((await deadlineOf('cache-order')).isExtended).toBe(true);
  });

  test('has no effect once the deadline of the class is later', async () => {
    await extend();
    await site.query(`UPDATE assignment SET due_at = '2026-12-08T17:00:00Z' WHERE slug = 'cache-order'`);
    expect((await deadlineOf('cache-order')).isExtended).toBe(false);
    expect((await extensionsOf(await access()))[0]!.isWithoutEffect).toBe(true);
  });

  test.each([
    ['a time that is not later', { until: '2026-12-04T18:00' }, 'message'],
    ['a date that does not exist', { until: '2026-02-30T18:00' }, 'message'],
    ['no time', { until: '' }, 'problems'],
    ['no group', { group: ' ' }, 'problems'],
    ['work without a deadline', { work: 'exercise/golf' }, 'message'],
    ['work that is not assigned', { work: 'exercise/non-root' }, 'message'],
    ['no work', { work: '../x' }, 'problems'],
  ])('with %s is rejected', async (_name, fields, where) => {
    expect(await extend(fields)).toHaveProperty(where);
    expect(await site.query('SELECT FROM group_extension')).toEqual([]);
  });
});

describe('a file of extensions', () => {
  const importAll = (what: string, ...lines: string[]) =>
    submitExtensions(
      cohortId,
      {},
      form({ do: what, csv: ['E-mail,Exercise,Until,Reason', ...lines].join('\n') }),
    );

  test('extends what it names, and all', async () => {
    const lines = [
      'ada@school.example,Make rebuilds cheap,2026-12-05 18:00,illness',
      'ADA@school.example,all,2026-12-20 18:00,exams',
    ];
    const { preview } = await importAll('preview', ...lines);
    expect(preview?.rows.map(({ effect }) => effect)).toEqual(['is extended', '2 deadlines are extended']);
    expect(await site.query('SELECT FROM extension')).toEqual([]);
    expect(await importAll('import', ...lines)).toEqual({ done: 'Imported: 2 deadlines extended.' });
    expect((await deadlineOf('cache-order')).dueAt, 'the latest of two').toBe('2026-12-20T17:00:00.000Z');
    expect((await deadlineOf('slim-trap')).deadline).toMatch(/by J\. Weber \(exams\)\.$/);
    await importAll('import', lines[0]!);
    expect((await deadlineOf('cache-order')).deadline, 'the last file counts').toContain('illness');
  });

  test('says which deadlines would be earlier than until now', async () => {
    await importAll('import', 'ada@school.example,all,2026-12-20 18:00,ill');
    const effectOf = async (line: string) => (await importAll('preview', line)).preview?.rows[0]?.effect;
    expect(await effectOf('ada@school.example,slim-trap,2026-12-19 18:00,')).toBe(
      'is earlier than the extension until now',
    );
    expect(await effectOf('ada@school.example,slim-trap,2026-12-20 18:00,')).toBe('is extended');
    expect(await effectOf('ada@school.example,all,2026-12-19 18:00,')).toBe(
      '2 deadlines are extended, 2 of them to less than until now',
    );
  });

  test('extends an exam only by its name', async () => {
    await site.query(
      `UPDATE assignment SET mode = 'exam', opens_at = due_at - interval '1 hour' WHERE slug = 'slim-trap'`,
    );
    const all = 'ada@school.example,all,2026-12-20 18:00,ill';
    expect((await importAll('preview', all)).preview?.rows[0]?.cells[1]).toBe('Make rebuilds cheap');
    await importAll('import', all);
    expect(await site.query('SELECT slug FROM extension')).toEqual([{ slug: 'cache-order' }]);
    await importAll('import', 'ada@school.example,slim-trap,2026-12-20 18:00,ill');
    expect(await site.query('SELECT FROM extension')).toHaveLength(2);
  });

  test.each([
    ['someone who is not in the class', 'weber@school.example,cache-order,2026-12-07 18:00,', /No learner/],
    ['work that is not assigned', 'ada@school.example,non-root,2026-12-07 18:00,', /is not assigned/],
    [
      'work without a deadline',
      'ada@school.example,golf,2026-12-07 18:00,',
      /is not assigned with a deadline/,
    ],
    ['an earlier time', 'ada@school.example,cache-order,2026-12-04 18:00,', /Enter a later time/],
    ['a time before all deadlines', 'ada@school.example,all,2026-12-01 18:00,', /No deadline/],
  ])('leaves out a row for %s', async (_name, line, message) => {
    const good = 'ada@school.example,slim-trap,2026-12-12 18:00,ok';
    const { preview } = await importAll('preview', line, good);
    expect(preview?.errors).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
    expect(await importAll('import', line, good)).toEqual({ done: 'Imported: 1 deadline extended.' });
    expect(await site.query('SELECT slug FROM extension')).toEqual([{ slug: 'slim-trap' }]);
  });
});

describe('only instructors and admins can change lists, groups and extensions:', () => {
  const csv = 'Name,E-mail,Group\nBen,ben@school.example,B';
  const extensions = 'E-mail,Exercise,Until\nada@school.example,all,2026-12-20 18:00';
  const until = '2026-12-07T18:00';
  const actions: [string, () => Promise<object>][] = [
    ['previewing a list', () => submitRoster(cohortId, {}, form({ do: 'preview', csv }))],
    ['importing a list', () => submitRoster(cohortId, {}, form({ do: 'import', csv }))],
    [
      'taking someone off the list',
      () => submitExpected(cohortId, {}, form({ remove: 'zoe@school.example' })),
    ],
    ['changing a group', () => submitGroup(cohortId, ada.id, {}, form({ group: 'B' }))],
    [
      'extending for a group',
      () =>
        submitGroupExtension(
          cohortId,
          {},
          form({ work: 'exercise/cache-order', group: 'A', until, reason: '' }),
        ),
    ],
    ['importing extensions', () => submitExtensions(cohortId, {}, form({ do: 'import', csv: extensions }))],
    [
      'taking an extension back',
      () => submitExtensionWithdrawal(cohortId, {}, form({ withdraw: `learner:exercise/golf:${ada.id}` })),
    ],
  ];
  const people: [string, () => Promise<Visitor>, boolean][] = [
    ['an instructor', async () => weber, true],
    ['an admin', () => account('Adam', 'admin'), true],
    ['an assistant', () => account('Asta', 'assistant'), false],
    ['an author', () => account('Aubrey', 'author'), false],
    ['a learner of the class', async () => ada, false],
    ['an account without a role', () => account('Olga'), false],
    ['an anonymous learner', newLearner, false],
  ];

  test.each(
    actions.flatMap(([name, act]) => people.map((person) => ({ name, act, who: person[0], person }))),
  )('$name by $who', async ({ act, person: [, make, isAllowed] }) => {
    await site.query(`INSERT INTO expected_member VALUES ($1, 'zoe@school.example', 'Zoe', NULL)`, [
      cohortId,
    ]);
    await site.query(
      `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', 'golf', $2, now(), '')`,
      [cohortId, ada.id],
    );
    const before = await everything();
    as(await make());
    const outcome = await act();
    if (isAllowed) expect(outcome).not.toHaveProperty('message');
    else {
      expect(outcome).toHaveProperty('message');
      expect(outcome).not.toHaveProperty('preview');
      expect(await everything()).toBe(before);
    }
  });

  test.each(actions)('%s from a page of a different site', async (_name, act) => {
    const before = await everything();
    request.headers = new Headers({ origin: 'https://elsewhere.test', cookie: weber.cookie });
    expect(await act()).toMatchObject({ message: expect.stringContaining('page of this site') });
    expect(await everything()).toBe(before);
  });
});
