import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { submitRosterAction } from '../../app/teach/lms/[context]/actions.ts';
import type { ContextAccess } from '../../lib/lti/access.ts';
import { readRosterFor, readRosters } from '../../lib/lti/read-rosters.ts';
import { rosterView } from '../../lib/lti/roster-view.ts';
import { emailOf, enrolInLms, type Lms, openLms } from './lms.ts';

const acting = vi.hoisted(() => ({ contextId: '', instructorId: '' }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('next/cache', () => ({ refresh: () => {} }));
vi.mock('../../lib/lti/access.ts', () => ({
  actingOnContext: async () => access(),
}));

let lms: Lms;
const access = () =>
  ({
    contextId: acting.contextId,
    account: { id: acting.instructorId, name: 'Weber', email: 'weber@school.example', isAdmin: false },
  }) as ContextAccess;

beforeAll(async () => {
  lms = await openLms();
  Object.assign(acting, { contextId: lms.contextId, instructorId: lms.instructor.id });
  await lms.addLink('exercise', 'non-root');
});
afterAll(() => lms.close());
afterEach(async () => {
  await lms.platform.control('release');
  await lms.site.clear('cohort_member', 'expected_member', 'lti_roster_difference');
  await lms.site.query('UPDATE lti_context SET roster_read_at = NULL, roster_problem = NULL');
  await lms.site.query('UPDATE lti_platform SET token_url = $1', [lms.registration.tokenUrl]);
});

const press = async (name: string, value: string) => {
  const form = new FormData();
  form.set(name, value);
  return submitRosterAction(lms.contextId, {}, form);
};
const members = () => lms.site.query<{ id: string }>('SELECT learner_id AS id FROM cohort_member ORDER BY 1');

test('shows who is only in the LMS and who has left it, and changes nothing by itself', async () => {
  await lms.enrol(['ada', 'ben']);
  await enrolInLms(lms.platform, ['ada', 'cy', 'dan'], ['eva']);
  await readRosters();
  const view = (await rosterView(access()))!;
  expect(view.onlyThere).toEqual(
    ['cy', 'dan'].map((name) => ({
      subject: expect.any(String),
      name,
      email: emailOf(name),
      isExpected: false,
    })),
  );
  expect(view.gone).toEqual([{ learnerId: 'ben', name: 'ben' }]);
  expect([view.canBeRead, view.problem]).toEqual([true, undefined]);
  expect(await members()).toEqual([{ id: 'ada' }, { id: 'ben' }]);
  await lms.forgetRequests();
  await readRosters();
  expect(await lms.requests(), 'once a day').toEqual([]);
});

test('adds one or all of them to those whom the class expects', async () => {
  await lms.enrol(['ada']);
  await enrolInLms(lms.platform, ['ada', 'cy', 'dan']);
  expect(await press('read', 'now')).toEqual({ done: 'The list has been read.' });
  const [cy] = (await rosterView(access()))!.onlyThere;
  expect(await press('expect', `one ${cy!.subject}`)).toEqual({
    done: '1 added to those who have not joined yet.',
  });
  expect((await rosterView(access()))!.onlyThere.map(({ isExpected }) => isExpected)).toEqual([true, false]);
  expect(await press('expect', 'all')).toEqual({ done: '1 added to those who have not joined yet.' });
  expect(await lms.site.query('SELECT email, name FROM expected_member ORDER BY 1')).toEqual([
    { email: emailOf('cy'), name: 'cy' },
    { email: emailOf('dan'), name: 'dan' },
  ]);
});

test('someone who joins is no longer a difference', async () => {
  await enrolInLms(lms.platform, ['ada', 'cy']);
  await readRosters();
  await lms.enrol(['ada', 'cy']);
  expect(await rosterView(access())).toMatchObject({ onlyThere: [], gone: [] });
});

test('reads 450 people page by page', async () => {
  const names = Array.from({ length: 450 }, (_, index) => `person-${index}`);
  await enrolInLms(lms.platform, names);
  await lms.forgetRequests();
  await readRosters();
  expect((await rosterView(access()))!.onlyThere).toHaveLength(450);
  expect(await lms.requests('/memberships')).toHaveLength(3);
});

test('keeps what it read before if the LMS fails, and says why', async () => {
  await lms.enrol(['ada']);
  await enrolInLms(lms.platform, ['ada', 'cy']);
  await readRosters();
  await lms.platform.control('fault', { path: '/memberships', status: 500 });
  expect(await readRosterFor(access())).toMatch(/fault of its own/);
  const view = (await rosterView(access()))!;
  expect([view.onlyThere.length, view.problem]).toEqual([1, expect.stringMatching(/fault of its own/)]);
  await readRosters();
  expect((await rosterView(access()))!.problem, 'is read again before the day is over').toBeUndefined();
});

const page = (people: unknown[], next?: string) => ({
  status: 200,
  body: JSON.stringify({ id: 'x', context: { id: 'x' }, members: people }),
  headers: next === undefined ? {} : { Link: `<${next}>; rel="next"` },
});
const member = (user_id: string) => ({ user_id, roles: ['Learner'] });

test.each<[string, (origin: string) => object[], RegExp]>([
  [
    'whose pages repeat',
    (origin) => [
      page([member('a')], `${origin}/memberships?page=1`),
      page([member('b')], `${origin}/memberships?page=1`),
    ],
    /cannot be read/,
  ],
  ['without members', (origin) => [page([], `${origin}/memberships?page=2`)], /cannot be read/],
  ['on a different host', () => [page([member('a')], 'https://else.example/x')], /https/],
  [
    'of too many people',
    () => [page(Array.from({ length: 5_001 }, (_, index) => member(`p${index}`)))],
    /too large/,
  ],
  ['of 2 MB', () => [page([{ ...member('a'), name: 'x'.repeat(2_000_000) }])], /too large/],
  ['that is no JSON', () => [{ status: 200, body: '<html>' }], /cannot be read/],
  ['that it does not give', () => [{ status: 404 }], /does not allow/],
])('a list %s is not read', async (_name, answers, words) => {
  for (const answer of answers(lms.platform.origin))
    await lms.platform.control('fault', { path: '/memberships', ...answer });
  expect(await readRosterFor(access())).toMatch(words);
  expect((await rosterView(access()))!.onlyThere).toEqual([]);
});

test('a person without a name or a valid address is shown, and cannot be expected', async () => {
  await lms.platform.control('fault', {
    path: '/memberships',
    ...page([{ ...member('x1'), email: 'none', name: null }]),
  });
  await readRosterFor(access());
  expect((await rosterView(access()))!.onlyThere).toEqual([
    { subject: 'x1', name: '', email: undefined, isExpected: false },
  ]);
  expect(await press('expect', 'all')).toEqual({ done: '0 added to those who have not joined yet.' });
});
