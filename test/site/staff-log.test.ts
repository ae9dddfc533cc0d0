import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitAcceptance, submitNewPassword } from '../../app/links/[token]/actions.ts';
import { drain, forget } from '../../app/operator/actions.ts';
import OperatorLogPage from '../../app/operator/log/page.tsx';
import { submitErasure, submitSecondFactorReset } from '../../app/operator/people/actions.ts';
import { submitAssignments } from '../../app/teach/[cohort]/assignments/actions.ts';
import { submitExtensions, submitGroupExtension } from '../../app/teach/[cohort]/extensions/actions.ts';
import CohortLogPage from '../../app/teach/[cohort]/log/page.tsx';
import {
  submitExtension,
  submitGroup,
  submitOverride,
} from '../../app/teach/[cohort]/people/[learner]/actions.ts';
import {
  submitExpected,
  submitInvitation,
  submitJoinLink,
  submitMember,
  submitRoster,
  submitStaff,
  submitWithdrawal,
} from '../../app/teach/[cohort]/people/actions.ts';
import { submitDecision } from '../../app/teach/[cohort]/regrade/[regrade]/actions.ts';
import { submitRegrade } from '../../app/teach/[cohort]/regrade/actions.ts';
import { submitDeletion, submitSettings } from '../../app/teach/[cohort]/settings/actions.ts';
import { submitMove } from '../../app/teach/[cohort]/version/actions.ts';
import { submitCohort, submitCourse } from '../../app/teach/actions.ts';
import { submitClass } from '../../app/teach/lms/[context]/actions.ts';
import {
  submitDeployment,
  submitDeploymentRemoval,
  submitNewKey,
  submitPlatformDeletion,
} from '../../app/teach/lms/actions.ts';
import { makeAdminLink } from '../../launcher/admin-link.ts';
import { makeLink } from '../../lib/accounts/one-time-link.ts';
import { actionInWords, actions as codes } from '../../lib/audit/actions.ts';
import type { LogAddress } from '../../lib/audit/entries.ts';
import { record } from '../../lib/audit/record.ts';
import { openContentStore } from '../../lib/content/versions.ts';
import { db } from '../../lib/db/client.ts';
import { expire } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { assignmentPlan } from '../../lib/teaching/assignments.ts';
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

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {}, revalidatePath: () => {} }));

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
const [courseId, cohortId, otherCourseId] = [
  '01a1fca7-1082-722a-aa46-3aa38918a288',
  '01a1fca7-1082-722a-aa46-3aa38918a299',
  '01a1fca7-1082-722a-aa46-3aa38918a2aa',
];
const work = { kind: 'exercise', slug: 'cache-order' };

let site: Site;
let store: string;
let who: Record<Exclude<Person, 'nobody'>, Visitor>;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'staff-log-'));
  site = await openSite({ CONTENT_STORE: join(store, 'content') });
});
afterAll(async () => {
  await site.close();
  await rm(store, { recursive: true });
});
beforeEach(async () => {
  who = {
    anonymous: await newLearner(),
    outsider: await account('Olga'),
    otherInstructor: await account('Otto'),
    author: await account('Aubrey'),
    assistant: await account('Asta'),
    instructor: await account('Ines'),
    admin: await account('Adam'),
    member: await account('Mia'),
  };
  await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [who.admin.id]);
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML'), ($2, 'Statistics')`, [
    courseId,
    otherCourseId,
  ]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'Autumn', 'UTC', 'x')`,
    [cohortId, courseId],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at) VALUES ($1, 'exercise', 'cache-order', now())`,
    [cohortId],
  );
  for (const role of ['author', 'assistant', 'instructor'] as const) await onStaff(courseId, who[role], role);
  await onStaff(otherCourseId, who.otherInstructor, 'instructor');
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
    cohortId,
    who.member.id,
  ]);
});
afterEach(() =>
  site.clear(
    'hourly_use',
    'audit_entry',
    'run',
    'submission',
    'one_time_link',
    'runner',
    'session',
    'account',
    'staff_member',
    'cohort_member',
    'course',
    'user',
  ),
);

async function account(name: string): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query('UPDATE "user" SET is_anonymous = false, name = $2, email = $3 WHERE id = $1', [
    visitor.id,
    name,
    `${name.toLowerCase()}@school.example`,
  ]);
  return visitor;
}

const onStaff = (id: string, person: Visitor, role: string) =>
  site.query('INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)', [
    id,
    person.id,
    role,
  ]);

function as(person: Person): void {
  const cookie = person === 'nobody' ? undefined : who[person].cookie;
  request.headers = new Headers({ origin: SITE_URL, ...(cookie !== undefined && { cookie }) });
}

function form(fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** Waits for an action, wherever it leads; refusals that are thrown are refusals too. */
async function done(action: Promise<unknown>): Promise<void> {
  await action.catch((error: Error & { digest?: string; code?: string }) => {
    if (error.digest === undefined && error.code === undefined) throw error;
  });
}

const entries = () =>
  site.query<{ action: string }>(
    `SELECT action, actor_id, actor_role, course_id, cohort_id, person_id, details FROM audit_entry ORDER BY id`,
  );

const settings = {
  name: 'Autumn',
  timeZone: 'UTC',
  counts: 'last',
  attemptsMax: '',
  heldBack: 'nothing',
  percentPerDay: '',
  floorPercent: '',
  acceptForDays: '',
  deleteAfterMonths: '6',
};
const assignments = async () => {
  const admin = { id: who.admin.id, name: '', email: '', isAdmin: true };
  const { version } = await assignmentPlan(await cohortAccess(admin, cohortId, 'see'));
  return form({
    version,
    'assign:exercise/golf': 'on',
    'due:exercise/golf': '',
    'weight:exercise/golf': '1',
  });
};
const extend = (until: string) =>
  submitExtension(cohortId, who.member.id, {}, form({ ...work, until, reason: 'private' }));
const override = (points: string) =>
  submitOverride(cohortId, who.member.id, {}, form({ ...work, points, reason: 'private' }));

const regradeId = '01a1fca7-1082-722a-aa46-3aa38918a2bb';
const regrade = (appliedAt: string | null) =>
  site.query(
    `INSERT INTO regrade (id, cohort_id, exercise, note, builds_all, applied_at) VALUES ($1, $2, 'cache-order', 'private', false, $3)`,
    [regradeId, cohortId, appliedAt],
  );

const [lmsId, contextId] = ['01a1fca7-1082-722a-aa46-3aa38918a2cc', '01a1fca7-1082-722a-aa46-3aa38918a2dd'];
async function plantLms(): Promise<void> {
  await site.query(
    `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
     VALUES ($1, $2, 'private', 'https://lms.school.example', 'x', 'https://a', 'https://b', 'https://c')`,
    [lmsId, courseId],
  );
  await site.query(`INSERT INTO lti_deployment (platform_id, deployment_id) VALUES ($1, '1')`, [lmsId]);
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title) VALUES ($1, $2, 'x', 'private')`,
    [contextId, lmsId],
  );
}

interface StaffAction {
  act(): Promise<unknown>;
  /** What has to be there first; by no one. */
  before?(): Promise<unknown>;
  allowed: readonly Person[];
  /** The person in the entry. */
  about?: Person;
}

/** Every action of staff and admins by the code of its entry. */
const actions: Partial<Record<keyof typeof codes, StaffAction>> = {
  'course.create': {
    act: () => submitCourse({}, form({ course: 'New', name: 'First', timeZone: 'UTC' })),
    allowed: ['admin'],
  },
  'class.create': {
    act: () => submitCohort(courseId, {}, form({ name: 'Second', timeZone: 'UTC', copy: '' })),
    allowed: managers,
  },
  'class.settings': {
    act: async () => submitSettings(cohortId, {}, await settingsForm(cohortId, settings)),
    allowed: managers,
  },
  'class.version': {
    before: openContentStore,
    act: () => submitMove(cohortId, null, {}, form({ to: '1' })),
    allowed: managers,
  },
  'class.delete': {
    act: () => submitDeletion(cohortId, {}, form({ name: 'Autumn' })),
    allowed: managers,
  },
  'assignments.save': {
    act: async () => submitAssignments(cohortId, {}, await assignments()),
    allowed: managers,
  },
  'join-link.open': { act: () => submitJoinLink(cohortId, {}, form({ do: 'open' })), allowed: managers },
  'join-link.close': { act: () => submitJoinLink(cohortId, {}, form({ do: 'close' })), allowed: managers },
  'join-link.renew': { act: () => submitJoinLink(cohortId, {}, form({ do: 'renew' })), allowed: managers },
  'member.remove': {
    act: () => submitMember(cohortId, {}, form({ do: `remove:${who.member.id}` })),
    allowed: managers,
    about: 'member',
  },
  'deadline.extend-group': {
    act: () =>
      submitGroupExtension(
        cohortId,
        {},
        form({
          work: 'exercise/cache-order',
          group: 'private',
          until: '2035-01-02T18:00',
          reason: 'private',
        }),
      ),
    allowed: managers,
  },
  'deadline.import': {
    act: () =>
      submitExtensions(
        cohortId,
        {},
        form({
          do: 'import',
          csv: 'email,exercise,until,reason\nmia@school.example,cache-order,2035-01-02 18:00,private',
        }),
      ),
    allowed: managers,
  },
  'group.change': {
    act: () => submitGroup(cohortId, who.member.id, {}, form({ group: 'private' })),
    allowed: managers,
    about: 'member',
  },
  'roster.import': {
    act: () => submitRoster(cohortId, {}, form({ do: 'import', csv: 'name,email\nNew,new@school.example' })),
    allowed: managers,
  },
  'roster.remove': {
    before: () =>
      site.query(
        `INSERT INTO expected_member (cohort_id, email, name) VALUES ($1, 'new@school.example', 'N')`,
        [cohortId],
      ),
    act: () => submitExpected(cohortId, {}, form({ remove: 'new@school.example' })),
    allowed: managers,
  },
  'regrade.start': {
    before: async () => {
      await noteRunner(runner());
      await submitted(who.member, 'cache-order');
      const { fence, runId } = await claimed();
      await finish(runId, { fence, result: verdict('cache-order', { passed: false }) });
    },
    act: () => submitRegrade(cohortId, {}, form({ exercise: 'cache-order', note: 'private' })),
    allowed: managers,
  },
  'regrade.apply': {
    before: () => regrade(null),
    act: () => submitDecision(cohortId, regradeId, {}, form({ do: 'apply' })),
    allowed: managers,
  },
  'regrade.discard': {
    before: () => regrade(null),
    act: () => submitDecision(cohortId, regradeId, {}, form({ do: 'discard' })),
    allowed: managers,
  },
  'regrade.revert': {
    before: () => regrade('2030-01-01'),
    act: () => submitDecision(cohortId, regradeId, {}, form({ do: 'revert' })),
    allowed: managers,
  },
  'password-link.make': {
    act: () => submitMember(cohortId, {}, form({ do: `password:${who.member.id}` })),
    allowed: managers,
    about: 'member',
  },
  'deadline.extend': { act: () => extend('2035-01-02T18:00'), allowed: managers, about: 'member' },
  'deadline.reset': {
    before: () =>
      site.query(
        `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', 'cache-order', $2, now(), '')`,
        [cohortId, who.member.id],
      ),
    act: () => extend(''),
    allowed: managers,
    about: 'member',
  },
  'grade.override': { act: () => override('71.5'), allowed: managers, about: 'member' },
  'grade.reset': {
    before: () =>
      site.query(
        `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason) VALUES ($1, 'exercise', 'cache-order', $2, 5, '')`,
        [cohortId, who.member.id],
      ),
    act: () => override(''),
    allowed: managers,
    about: 'member',
  },
  'staff.change': {
    act: () =>
      submitStaff(
        cohortId,
        {},
        form({ do: `change:${who.author.id}`, [`role:${who.author.id}`]: 'assistant' }),
      ),
    allowed: managers,
    about: 'author',
  },
  'staff.remove': {
    act: () => submitStaff(cohortId, {}, form({ do: `remove:${who.assistant.id}` })),
    allowed: managers,
    about: 'assistant',
  },
  'invitation.make': {
    act: () => submitInvitation(cohortId, {}, form({ role: 'author' })),
    allowed: managers,
  },
  'invitation.withdraw': {
    before: () => makeLink({ purpose: 'staff', courseId, role: 'author', madeById: who.admin.id }),
    act: async () => {
      const [link] = await site.query<{ id: string }>('SELECT id FROM one_time_link');
      return submitWithdrawal(cohortId, {}, form({ withdraw: link!.id }));
    },
    allowed: managers,
  },
  'lms.delete': {
    before: plantLms,
    act: () => submitPlatformDeletion(lmsId, 0, {}, form({ confirmed: 'on' })),
    allowed: managers,
  },
  'lms.add-deployment': {
    before: plantLms,
    act: () => submitDeployment(lmsId, {}, form({ deploymentId: 'private' })),
    allowed: managers,
  },
  'lms.remove-deployment': {
    before: plantLms,
    act: () => submitDeploymentRemoval(lmsId, {}, form({ remove: '1' })),
    allowed: managers,
  },
  'lms.bind': {
    before: plantLms,
    act: () => submitClass(contextId, {}, form({ cohort: cohortId })),
    allowed: managers,
  },
  'lms.unbind': {
    before: async () => {
      await plantLms();
      await site.query('UPDATE lti_context SET cohort_id = $1', [cohortId]);
    },
    act: () => submitClass(contextId, {}, form({ cohort: '' })),
    allowed: managers,
  },
  'lms.new-key': { act: () => submitNewKey(), allowed: ['admin'] },
  'node.drain': {
    before: () => noteRunner(runner()),
    act: () => drain(form({ node: 'runner-1', draining: 'true' })),
    allowed: ['admin'],
  },
  'node.resume': {
    before: () => noteRunner(runner()),
    act: () => drain(form({ node: 'runner-1', draining: 'false' })),
    allowed: ['admin'],
  },
  'node.forget': {
    before: async () => {
      await noteRunner(runner());
      await site.query(`UPDATE runner SET last_seen_at = now() - interval '1 day'`);
    },
    act: () => forget(form({ node: 'runner-1' })),
    allowed: ['admin'],
  },
  'second-factor.reset': {
    before: () =>
      site.query(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, 'private', now())`, [
        who.outsider.id,
      ]),
    act: () => submitSecondFactorReset(who.outsider.id, {}, form({ email: 'olga@school.example' })),
    allowed: ['admin'],
    about: 'outsider',
  },
  'person.erase': {
    act: () => submitErasure(who.outsider.id, {}, form({ email: 'olga@school.example' })),
    allowed: ['admin'],
  },
};

/**
 * Tested on their own: a link, the site, git or authors of any course do them, or they need a school or a
 * download.
 */
const elsewhere = [
  'report.fix',
  'report.decline',
  'report.reopen',
  'staff.join',
  'admin.join',
  'password-link.use',
  'class.work-deleted',
  'content.push',
  'person.export',
  'content.publish',
  'provider.add',
  'provider.change',
  'provider.delete',
  'lms.add',
  'lms.change',
];

test('every code has an action', () => {
  expect([...Object.keys(actions), ...elsewhere].toSorted()).toEqual(Object.keys(codes).toSorted());
});

test.each(
  Object.entries(actions).flatMap(([code, action]) => people.map((person) => ({ code, person, ...action }))),
)('$code by $person', async ({ code, person, act, before, allowed, about }) => {
  await before?.();
  as(person);
  await done(act());
  const found = await entries();
  if (!allowed.includes(person)) return expect(found).toEqual([]);
  const { scope } = codes[code as keyof typeof codes];
  expect(found).toEqual([
    {
      action: code,
      actor_id: who[person as 'admin'].id,
      actor_role: person,
      course_id: scope === 'site' ? null : expect.any(String),
      cohort_id: scope === 'class' ? expect.any(String) : null,
      person_id: about === undefined ? null : who[about as 'member'].id,
      details: expect.any(Object),
    },
  ]);
  expect(JSON.stringify(found)).not.toMatch(/private|Autumn|school\.example/);
});

describe('nothing is recorded', () => {
  test('if nothing changed', async () => {
    as('admin');
    await submitMember(cohortId, {}, form({ do: `remove:${who.outsider.id}` }));
    await submitStaff(cohortId, {}, form({ do: `remove:${who.outsider.id}` }));
    await submitWithdrawal(cohortId, {}, form({ withdraw: cohortId }));
    await submitDeletion(cohortId, {}, form({ name: 'Winter' }));
    await extend('');
    await override('');
    await drain(form({ node: 'no-node', draining: 'true' }));
    await forget(form({ node: 'no-node' }));
    expect(await entries()).toEqual([]);
  });

  test('if the change fails', async () => {
    const failing = db().$transaction(async (transaction) => {
      await record(transaction, { account: who.admin, role: 'admin' }, { action: 'person.erase' });
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(await entries()).toEqual([]);
  });
});

describe('a one-time link', () => {
  const tokenOf = (path: string) => path.slice('/links/'.length);

  test('for staff is recorded when it is used, once', async () => {
    const link = await makeLink({ purpose: 'staff', courseId, role: 'author', madeById: who.admin.id });
    as('outsider');
    await submitAcceptance(tokenOf(link), {}, form());
    await submitAcceptance(tokenOf(link), {}, form());
    expect(await entries()).toMatchObject([
      { action: 'staff.join', actor_id: who.outsider.id, actor_role: 'author', course_id: courseId },
    ]);
  });

  test('for an admin too', async () => {
    const link = await makeAdminLink(site.databaseUrl, { onlyFirst: false });
    as('outsider');
    await submitAcceptance(tokenOf(link!), {}, form());
    expect(await entries()).toMatchObject([
      { action: 'admin.join', actor_id: who.outsider.id, actor_role: 'admin', course_id: null },
    ]);
  });

  test('for a password without the person who opened it', async () => {
    const link = await makeLink({ purpose: 'password', forId: who.member.id, madeById: who.admin.id });
    as('nobody');
    await submitNewPassword(tokenOf(link), {}, form({ password: 'four random words' }));
    await submitNewPassword(tokenOf(link), {}, form({ password: 'four random words' }));
    expect(await entries()).toMatchObject([
      { action: 'password-link.use', actor_id: null, actor_role: 'link', person_id: who.member.id },
    ]);
  });
});

describe('the log', () => {
  const page = (query: LogAddress = {}) =>
    CohortLogPage({ params: Promise.resolve({ cohort: cohortId }), searchParams: Promise.resolve(query) });
  const whole = () => OperatorLogPage({ searchParams: Promise.resolve({}) });
  const shown = async (element: ReturnType<typeof page>) => renderToStaticMarkup(await element);

  test.each(people)('of a class is for instructors and admins, of all for admins: %s', async (person) => {
    as(person);
    for (const [open, allowed] of [
      [page, managers],
      [whole, ['admin']],
    ] as const) {
      const outcome = await open().then(
        () => 'shown',
        (error: Error & { digest?: string }) => error.digest,
      );
      if ((allowed as readonly Person[]).includes(person)) expect(outcome).toBe('shown');
      else expect(outcome).toMatch(/404|\/sign-in/);
    }
  });

  test('shows the newest first, by page and by person', async () => {
    const by = { account: who.instructor, role: 'instructor' } as const;
    const place = { courseId, cohortId };
    await record(db(), by, { action: 'member.remove', in: place, personId: who.outsider.id });
    for (let index = 0; index < 50; index += 1)
      await record(db(), by, { action: 'staff.change', in: place, details: { role: `role-${index}` } });
    await record(db(), by, { action: 'class.create', in: { courseId: otherCourseId, cohortId: courseId } });
    await record(db(), by, { action: 'person.erase', in: place });
    as('instructor');
    const first = await shown(page());
    expect(first.match(/<li/g)).toHaveLength(50);
    expect(first.indexOf('role-49')).toBeLessThan(first.indexOf('role-48'));
    expect(first).not.toMatch(/Removed a learner|Erased|Created the class/);
    const [, before] = /\?before=([\w-]+)/.exec(first)!;
    const second = await shown(page({ before: before! }));
    expect(second.match(/<li/g)).toHaveLength(1);
    expect(second).toContain('Removed a learner: Olga');
    expect(second).toContain('Ines, instructor');
    expect((await shown(page({ person: who.outsider.id }))).match(/<li/g)).toHaveLength(1);
    expect(await shown(page({ person: who.member.id }))).toContain('Nothing has been recorded');
    for (const query of [{ before: 'x' }, { before: ['x', 'y'] }, { person: '\0' }])
      expect((await shown(page(query))).match(/<li/g)).toHaveLength(50);
    as('admin');
    expect(await shown(whole())).toMatch(/Erased a person.*Created the class/);
  });

  test('keeps an entry without the person who was deleted, and for as long as is set', async () => {
    const by = { account: who.outsider, role: 'instructor' } as const;
    await record(db(), by, { action: 'join-link.renew', in: { courseId, cohortId } });
    await site.query('DELETE FROM "user" WHERE id = $1', [who.outsider.id]);
    as('admin');
    expect(await shown(page())).toContain('Deleted account, instructor');
    await site.query(`UPDATE audit_entry SET at = now() - interval '729 days'`);
    await expire();
    expect(await entries()).toHaveLength(1);
    await site.query(`UPDATE audit_entry SET at = now() - interval '731 days'`);
    await expire();
    expect(await entries()).toEqual([]);
  });
});

test.each([
  [
    'deadline.extend',
    { kind: 'quiz', slug: 'a', until: '2035-01-02T17:00:00.000Z' },
    'Extended the deadline of the quiz of a to 2035-01-02 17:00 UTC',
  ],
  ['deadline.reset', { kind: 'exercise', slug: 'a' }, 'Took back an extension for the exercise a'],
  ['class.settings', { changed: '' }, 'Changed the settings'],
  ['class.settings', { changed: 'name' }, 'Changed the settings: name'],
  ['of an older version', {}, 'of an older version'],
  ['toString', {}, 'toString'],
])('%s in words', (code, details, words) => {
  expect(actionInWords(code, details)).toBe(words);
});
