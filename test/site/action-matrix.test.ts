/**
 * Who may do what: every server action for every role. For a role that may not, no row of the database
 * changes; for one that may, one does. An action that is missing here fails the test.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { linkTokenHash } from '../../lib/accounts/link-token.ts';
import { auth } from '../../lib/auth/auth.ts';
import { contentAccess } from '../../lib/authoring/content-access.ts';
import { saveFile } from '../../lib/authoring/draft-file.ts';
import { createDraft } from '../../lib/authoring/drafts.ts';
import { seal } from '../../lib/platform/sealed.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { assignmentPlan } from '../../lib/teaching/assignments.ts';
import {
  type Role,
  accounts,
  admins,
  everyone,
  manage,
  openSchool,
  roles,
  seeWork,
  writers,
} from './roles.ts';
import { SITE_URL, type Site, type Visitor, openSite, settingsForm } from './site.ts';

/** The current request. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: () => undefined, set: () => {}, delete: () => {} }),
}));
vi.mock('next/cache', () => ({ refresh: () => {}, revalidatePath: () => {} }));

const root = joinPath(import.meta.dirname, '../..');
const password = 'four random words';
const learners: readonly Role[] = ['learner'];
/** Of the browser that an LMS has sent. */
const browserSecret = 'b'.repeat(43);

let site: Site;
let store: string;
let who: ReadonlyMap<Role, Visitor>;
let parts: Record<string, string>;
/** ID of the API token of each account. */
const tokenOf = new Map<string, string>();

beforeAll(async () => {
  store = await mkdtemp(joinPath(tmpdir(), 'action-matrix-'));
  site = await openSite({ CONTENT_STORE: joinPath(store, 'content') });
  ({ who, parts } = await openSchool(site));
  await plant();
  await keepState();
});
afterAll(async () => {
  await site.close();
  await rm(store, { recursive: true });
});

/** What actions need that are about something of one's own, or of the class. */
async function plant(): Promise<void> {
  const { password: passwords } = await auth().$context;
  const hash = await passwords.hash(password);
  const [course] = await site.query<{ id: string }>('SELECT course_id AS id FROM cohort WHERE id = $1', [
    parts.cohort,
  ]);
  parts.course = course!.id;
  for (const role of accounts) {
    const { id } = who.get(role)!;
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, password, updated_at) VALUES (gen_random_uuid(), $1, 'credential', $1, $2, now())`,
      [id, hash],
    );
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, updated_at) VALUES (gen_random_uuid(), $1, 'school', $1, now())`,
      [id],
    );
    await site.query(
      `INSERT INTO session (id, token, user_id, expires_at, updated_at) VALUES ($1 || '-second', $1, $1, now() + interval '1 day', now())`,
      [id],
    );
    await site.query(`INSERT INTO passkey (id, user_id, name, public_key) VALUES ($1, $1, 'Key', 'x')`, [id]);
    const [token] = await site.query<{ id: string }>(
      `INSERT INTO api_token (id, user_id, name, token_hash, expires_at) VALUES (gen_random_uuid(), $1, 'Token', $1, now()) RETURNING id`,
      [id],
    );
    tokenOf.set(id, token!.id);
  }
  const { learner, person, cohort } = parts;
  await site.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, kind, state, passed, image_bytes)
     SELECT gen_random_uuid(), submission_id, learner_id, 'golf', 'confirmation', 'done', true, 5 FROM run WHERE learner_id = $1`,
    [learner],
  );
  await site.query(
    `INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, 'golf', 'Old', 'old')`,
    [learner],
  );
  await site.query(`INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, $2, now())`, [
    person,
    seal('secret', 'second factor', person),
  ]);
  await site.query(
    `INSERT INTO expected_member (cohort_id, email, name) VALUES ($1, 'new@school.example', 'N')`,
    [cohort],
  );
  await site.query(`UPDATE cohort_member SET group_name = 'A' WHERE learner_id = $1`, [person]);
  await site.query(
    `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', 'cache-order', $2, now(), '')`,
    [cohort, person],
  );
  await site.query(`UPDATE assignment SET due_at = '2030-01-01'`);
  const [invitation] = await site.query<{ id: string }>(
    `INSERT INTO one_time_link (id, token_hash, purpose, course_id, role, expires_at)
     VALUES (gen_random_uuid(), 'x', 'staff', $1, 'author', now() + interval '1 day') RETURNING id`,
    [parts.course],
  );
  parts.invitation = invitation!.id;
  await plantVisits();
  const [provider] = await site.query<{ id: string }>(
    `INSERT INTO identity_provider (id, name, issuer, client_id, client_secret)
     VALUES (gen_random_uuid(), 'School', 'https://school.example', 'site', 'x') RETURNING id`,
  );
  parts.provider = provider!.id;
  const access = await contentAccess({ id: who.get('admin')!.id, name: 'Admin', email: '', isAdmin: true });
  await createDraft(access, 'one');
  const seen = git('rev-parse', 'draft/one');
  const change = { draft: 'one', path: 'words.txt', seen, contents: Buffer.from('x'), message: '' };
  await saveFile(access, change);
  parts.base = seen;
  parts.commit = git('rev-parse', 'draft/one');
  // Something was published since.
  parts.main = git(
    '-c',
    'user.name=A',
    '-c',
    'user.email=',
    'commit-tree',
    `${seen}^{tree}`,
    '-p',
    seen,
    '-m',
    'x',
  );
  git('update-ref', 'refs/heads/main', parts.main);
}

/** Someone whom the LMS has sent to an exercise, to one of a course without a class, and to choose content. */
async function plantVisits(): Promise<void> {
  const person = { subject: 'zoe', name: 'Zoe', email: 'zoe@lms.example' };
  const unbound = randomUUID();
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title) VALUES ($1, $2, 'course-8', 'ML')`,
    [unbound, parts.lms],
  );
  for (const [name, context] of [
    ['open', parts.context],
    ['unbound', unbound],
  ]) {
    const linkId = randomUUID();
    await site.query(
      `INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug) VALUES ($1, $2, '1', 'exercise', 'cache-order')`,
      [linkId, context],
    );
    await plantVisit(`visit ${name}`, { kind: 'open', person, contextId: context, linkId });
  }
  await plantVisit('visit choose', {
    kind: 'choose',
    person,
    contextId: parts.context,
    deploymentId: '1',
    returnUrl: 'https://lms.example/return',
    isMany: true,
    takesColumns: true,
  });
}

async function plantVisit(name: string, launch: object): Promise<void> {
  const [row] = await site.query<{ id: string }>(
    `INSERT INTO lti_visit (id, platform_id, browser_hash, launch, expires_at)
     VALUES (gen_random_uuid(), $1, $2, $3, now() + interval '1 hour') RETURNING id`,
    [parts.lms, linkTokenHash(browserSecret), launch],
  );
  parts[name] = row!.id;
}

const git = (...args: string[]) =>
  execFileSync('git', ['--git-dir', joinPath(store, 'content'), ...args], { encoding: 'utf8' }).trim();

const inDraft =
  (...values: string[]): Call =>
  (action) =>
    action('one', ...values);

/** Problems of a text are an answer, unlike those of a form. */
const answersAbout =
  (input: object): Call =>
  async (action) => {
    const answer = await action(input);
    return (answer as { ok: boolean }).ok || answer;
  };

function as(role: Role): string {
  const visitor = who.get(role);
  request.headers = new Headers({ origin: SITE_URL, ...(visitor && { cookie: visitor.cookie }) });
  return visitor?.id ?? 'nobody';
}

function form(fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** A table that only counts attempts. Those of someone who is refused count too. */
const counting = 'hourly_use';
let tables: string[] = [];

/** Copies every row, so that `restore` brings it back. */
async function keepState(): Promise<void> {
  const found = await site.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' ORDER BY 1`,
  );
  tables = found.map(({ name }) => name);
  await site.query('CREATE SCHEMA kept');
  for (const name of tables) await site.query(`CREATE TABLE kept."${name}" AS TABLE public."${name}"`);
}

async function restore(): Promise<void> {
  git('update-ref', 'refs/heads/draft/one', parts.commit!);
  git('update-ref', 'refs/heads/main', parts.main!);
  if (git('for-each-ref', 'refs/heads/draft/two') !== '') git('update-ref', '-d', 'refs/heads/draft/two');
  await site.query(
    [
      'SET session_replication_role = replica',
      `TRUNCATE ${tables.map((name) => `public."${name}"`).join(', ')}`,
      ...tables.map((name) => `INSERT INTO public."${name}" SELECT * FROM kept."${name}"`),
      'SET session_replication_role = DEFAULT',
    ].join(';'),
  );
}

/** A digest of every row by table. */
async function state(): Promise<string> {
  const digests = tables
    .filter((name) => name !== counting)
    .map(
      (name) =>
        `SELECT '${name}' AS name, md5(coalesce(string_agg(own::text, '|' ORDER BY own::text), '')) AS digest FROM "${name}" AS own`,
    );
  return JSON.stringify([
    await site.query(`${digests.join(' UNION ALL ')} ORDER BY name`),
    git('for-each-ref'),
  ]);
}

type Action = (...values: unknown[]) => Promise<unknown>;
/** Calls an action for someone. */
type Call = (action: Action, ownId: string) => Promise<unknown>;

interface More {
  /** What has to be there first; by no one. */
  before?(): Promise<unknown>;
  /** Whether it only answers those who may, and changes nothing. */
  isRead?: true;
  /** Tested elsewhere for those who may, because it needs something that is not here, such as a school. */
  onlyRefusals?: true;
}

type Row = [call: Call, allowed: readonly Role[], more?: More];

/** The actions of a module, by its path in `app`. A folder stands for its `actions.ts`. */
const moduleOf = (path: string) =>
  import(joinPath(root, 'app', path.endsWith('-actions') ? `${path}.ts` : `${path}/actions.ts`)) as Promise<
    Record<string, Action>
  >;

/** An action that is called with values, the last state of its form, and the form. */
function submits(
  values: () => unknown[],
  fields: (ownId: string) => Record<string, string> | Promise<FormData>,
): Call {
  return async (action, ownId) => {
    const entered = await fields(ownId);
    return action(...values(), {}, entered instanceof FormData ? entered : form(entered));
  };
}

const inClass = (fields: Parameters<typeof submits>[1]) => submits(() => [parts.cohort], fields);
const aboutReport = (fields: Parameters<typeof submits>[1]) => submits(() => [parts.report], fields);
const own = (fields: Parameters<typeof submits>[1]) => submits(() => [], fields);
const work = { kind: 'exercise', slug: 'cache-order' };
const settings = {
  name: 'Winter',
  timeZone: 'UTC',
  counts: 'last',
  attemptsMax: '',
  heldBack: 'nothing',
  percentPerDay: '',
  floorPercent: '',
  acceptForDays: '',
  deleteAfterMonths: '6',
};

const lmsFields = {
  name: 'New',
  issuer: 'https://127.0.0.1:9',
  authUrl: 'https://127.0.0.1:9/auth',
  tokenUrl: 'https://127.0.0.1:9/token',
  jwksUrl: 'https://127.0.0.1:9/keys',
};

/** A visit from an LMS, in the browser of the current request. @returns its ID */
function visit(name: 'open' | 'unbound' | 'choose'): string {
  request.headers.append('cookie', `dfm.lti=${browserSecret}`);
  return parts[`visit ${name}`]!;
}

async function assignments(): Promise<FormData> {
  const admin = { id: who.get('admin')!.id, name: '', email: '', isAdmin: true };
  const { version } = await assignmentPlan(await cohortAccess(admin, parts.cohort!, 'see'));
  return form({
    version,
    'assign:exercise/golf': 'on',
    'due:exercise/golf': '',
    'weight:exercise/golf': '1',
  });
}

/** Every action by its path in `app` and its name. */
const actions: Record<string, Record<string, Row>> = {
  account: {
    submitName: [own(() => ({ name: 'New' })), accounts],
    submitPassword: [own(() => ({ current: password, password: 'five other random words' })), accounts],
    submitSecondFactor: [own(() => ({ stage: 'off', current: password })), accounts],
    // The only admin cannot, nor can the only instructor of a course with classes.
    submitDeletion: [
      own(() => ({ current: password })),
      accounts.filter((role) => !['admin', 'instructor', 'other staff'].includes(role)),
    ],
    submitConnection: [
      submits(
        () => [parts.provider],
        () => ({ current: password }),
      ),
      accounts,
      { onlyRefusals: true },
    ],
    submitDisconnection: [own(() => ({ disconnect: 'school' })), accounts],
    endSession: [(action, ownId) => action(`${ownId}-second`), accounts],
    // It has nothing to do for someone without a session.
    endOwnSession: [(action) => action(), everyone, { onlyRefusals: true }],
  },
  'account/passkeys': {
    submitPasskeyStart: [own(() => ({ name: 'New', current: password })), accounts, { isRead: true }],
    submitPasskey: [(action) => action({}, form({ name: 'New' })), accounts, { onlyRefusals: true }],
    submitPasskeyRemoval: [own((ownId) => ({ remove: ownId })), accounts],
  },
  'account/reports': {
    sendReport: [
      (action) =>
        action({
          ...{ part: 'lesson', slug: 'how-the-cache-decides', anchor: '', kind: 'unclear', text: '' },
          ...{ quote: 'Nothing failed', before: '', after: '' },
        }),
      everyone,
    ],
    submitReaderReply: [aboutReport(() => ({ text: 'More.' })), learners],
  },
  'account/tokens': {
    submitToken: [own(() => ({ name: 'New' })), accounts],
    submitTokenDeletion: [own((ownId) => ({ delete: tokenOf.get(ownId) ?? '' })), accounts],
  },
  'classes/[cohort]': { submitLeave: [(action) => action(parts.cohort), learners] },
  'create-account': {
    submitAccount: [
      submits(
        () => ['/'],
        () => ({ name: 'Eve', email: 'eve@school.example', password }),
      ),
      everyone,
    ],
  },
  'exercises/[slug]': {
    readSolution: [(action) => action('cache-order'), everyone],
    // Someone without a session has no record, and is not given one for a hint.
    openHint: [
      async (action) => action('cache-order', (await hintsOf('cache-order'))[0]),
      everyone.filter((role) => role !== 'nobody'),
    ],
  },
  'exercises/[slug]/board': {
    chooseBoardName: [(action) => action(form({ exercise: 'golf', name: 'New' })), learners],
    withdrawBoardName: [(action) => action(form({ exercise: 'golf' })), learners],
  },
  'join/[code]': {
    submitJoin: [(action) => action(parts.code), accounts.filter((role) => role !== 'learner')],
  },
  'lessons/[slug]': {
    submitAnswers: [(action) => action('how-the-cache-decides', 'x', {}), everyone, { onlyRefusals: true }],
  },
  'links/[token]': {
    // The link is for a password.
    submitAcceptance: [
      submits(
        () => [parts.token],
        () => ({}),
      ),
      [],
    ],
    submitNewPassword: [
      submits(
        () => [parts.token],
        () => ({ password: 'five other random words' }),
      ),
      everyone,
    ],
  },
  // For anyone whom an LMS has sent here, in the browser that it has sent.
  'lti/[visit]': {
    submitConnection: [
      submits(
        () => [visit('open')],
        () => ({ current: password }),
      ),
      ['outsider', 'learner', 'other staff'],
    ],
    submitClass: [
      submits(
        () => [visit('unbound')],
        () => ({ cohort: parts.cohort! }),
      ),
      manage,
    ],
    submitContent: [
      submits(
        () => [visit('choose')],
        () => ({ one: 'exercise/golf' }),
      ),
      manage,
    ],
  },
  operator: {
    drain: [(action) => action(form({ node: 'runner-1', draining: 'true' })), admins],
    forget: [
      (action) => action(form({ node: 'runner-1' })),
      admins,
      { before: () => site.query(`UPDATE runner SET last_seen_at = now() - interval '1 day'`) },
    ],
  },
  'operator/people': {
    submitSearch: [own(() => ({ email: 'ben@school.example' })), admins, { isRead: true }],
    submitErasure: [
      submits(
        () => [parts.person],
        () => ({ email: 'ben@school.example' }),
      ),
      admins,
    ],
    submitSecondFactorReset: [
      submits(
        () => [parts.person],
        () => ({ email: 'ben@school.example' }),
      ),
      admins,
    ],
  },
  'operator/sign-in': {
    submitNewSchool: [
      own(() => ({ name: 'New', issuer: 'https://127.0.0.1:9', clientId: 'site', password: 'x' })),
      admins,
      { onlyRefusals: true },
    ],
    submitSchoolChange: [
      submits(
        () => [parts.provider],
        () => ({ name: 'New name', clientId: 'site', password: '' }),
      ),
      admins,
      { onlyRefusals: true },
    ],
    submitSchoolDeletion: [
      submits(
        () => [parts.provider, 0],
        () => ({ confirmed: 'on' }),
      ),
      admins,
    ],
  },
  review: { gradeCard: [(action) => action({}), everyone, { onlyRefusals: true }] },
  'runs/[id]': {
    submitComment: [
      submits(
        () => [parts.id],
        () => ({ text: 'Why?', place: '' }),
      ),
      ['learner', ...seeWork],
    ],
  },
  // For anyone who has the right password, passkey, code or school.
  'sign-in': {
    submitSignIn: [
      submits(
        () => ['/'],
        () => ({ email: 'outsider@school.example', password }),
      ),
      everyone,
    ],
    submitMailLink: [
      submits(
        () => ['/'],
        () => ({ email: 'ben@school.example' }),
      ),
      everyone,
      { onlyRefusals: true },
    ],
  },
  'sign-in/code': {
    submitCode: [
      submits(
        () => ['/'],
        () => ({ code: '123456' }),
      ),
      [],
    ],
  },
  'sign-in/passkey': {
    submitPasskeyRequest: [(action) => action(), everyone, { isRead: true }],
    submitPasskeySignature: [(action) => action('/', {}), []],
  },
  'sign-in/school': {
    submitSchool: [(action) => action(parts.provider, '/'), everyone, { onlyRefusals: true }],
  },
  teach: {
    submitCourse: [own(() => ({ course: 'New', name: 'First', timeZone: 'UTC' })), admins],
    submitCohort: [
      submits(
        () => [parts.course],
        () => ({ name: 'Second', timeZone: 'UTC', copy: '' }),
      ),
      manage,
    ],
  },
  'teach/[cohort]/assignments': { submitAssignments: [inClass(assignments), manage] },
  'teach/[cohort]/extensions': {
    submitGroupExtension: [
      inClass(() => ({ work: 'exercise/cache-order', group: 'A', until: '2035-01-02T18:00', reason: '' })),
      manage,
    ],
    submitExtensionWithdrawal: [
      inClass(() => ({ withdraw: `learner:exercise/cache-order:${parts.person}` })),
      manage,
    ],
    submitExtensions: [
      inClass(() => ({
        do: 'import',
        csv: 'email,exercise,until\nben@school.example,cache-order,2035-01-02 18:00',
      })),
      manage,
    ],
  },
  'teach/[cohort]/insight/[exercise]': {
    submitCommentForMany: [
      submits(
        () => [parts.cohort, 'cache-order'],
        () => ({ text: 'Read the log.', check: '', 'runs:0': parts.id! }),
      ),
      seeWork,
    ],
  },
  'teach/[cohort]/people': {
    submitJoinLink: [inClass(() => ({ do: 'renew' })), manage],
    submitMember: [inClass(() => ({ do: `remove:${parts.person}` })), manage],
    submitRoster: [inClass(() => ({ do: 'import', csv: 'name,email\nZoe,zoe@school.example' })), manage],
    submitExpected: [inClass(() => ({ remove: 'new@school.example' })), manage],
    submitStaff: [inClass(() => ({ do: `remove:${who.get('author')!.id}` })), manage],
    submitInvitation: [inClass(() => ({ role: 'author' })), manage],
    submitWithdrawal: [inClass(() => ({ withdraw: parts.invitation! })), manage],
  },
  'teach/[cohort]/people/[learner]': {
    submitExtension: [
      submits(
        () => [parts.cohort, parts.learner],
        () => ({ ...work, until: '2035-01-02T18:00', reason: '' }),
      ),
      manage,
    ],
    submitGroup: [
      submits(
        () => [parts.cohort, parts.learner],
        () => ({ group: 'B' }),
      ),
      manage,
    ],
    submitOverride: [
      submits(
        () => [parts.cohort, parts.learner],
        () => ({ ...work, points: '71.5', reason: 'Shown in the lab.' }),
      ),
      manage,
    ],
  },
  'teach/[cohort]/regrade': {
    submitRegrade: [
      inClass(() => ({ exercise: 'cache-order', note: 'Corrected.' })),
      manage,
      { before: () => site.query('DELETE FROM regrade') },
    ],
  },
  'teach/[cohort]/regrade/[regrade]': {
    submitDecision: [
      submits(
        () => [parts.cohort, parts.regrade],
        () => ({ do: 'discard' }),
      ),
      manage,
    ],
  },
  'teach/content': {
    submitDraft: [own(() => ({ name: 'Two' })), writers],
    removeDraft: [
      submits(
        () => ['one'],
        () => ({}),
      ),
      writers,
    ],
  },
  'teach/content/[draft]': {
    openFile: [inDraft('words.txt'), writers, { isRead: true }],
    reload: [inDraft(), writers, { isRead: true }],
    checkText: [answersAbout({ draft: 'one', path: 'glossary.yaml', text: '{}' }), writers, { isRead: true }],
    previewText: [
      answersAbout({ draft: 'one', path: 'words.txt', text: 'x', draw: 0 }),
      writers,
      { isRead: true },
    ],
    markAnswers: [inDraft('how-the-cache-decides', 'none'), [], { isRead: true }],
    saveText: [
      (action) => action({ draft: 'one', path: 'words.txt', text: 'y', seen: parts.commit, message: '' }),
      writers,
    ],
    removeFile: [(action) => action('one', 'words.txt', parts.commit), writers],
    takeBack: [(action) => action('one', parts.commit), writers],
  },
  'teach/content/[draft]/publish': {
    submitPublishing: [
      submits(
        () => ['one'],
        () => ({ do: 'check' }),
      ),
      writers,
      { before: async () => git('update-ref', 'refs/heads/main', parts.base!) },
    ],
  },
  'teach/content/[draft]/history-actions': {
    listFileSaves: [inDraft('words.txt'), writers, { isRead: true }],
    submitRestore: [
      submits(
        () => ['one', parts.base],
        () => ({ path: 'words.txt', seen: parts.commit! }),
      ),
      writers,
    ],
  },
  'teach/[cohort]/version': {
    submitMove: [
      submits(
        () => [parts.cohort, null],
        () => ({ to: '1' }),
      ),
      manage,
    ],
  },
  'teach/lms': {
    submitPlatform: [
      own(() => ({ ...lmsFields, course: parts.course!, clientId: 'x', deploymentId: '1' })),
      manage,
      { onlyRefusals: true },
    ],
    submitPlatformChange: [
      submits(
        () => [parts.lms],
        () => lmsFields,
      ),
      manage,
      { onlyRefusals: true },
    ],
    submitPlatformDeletion: [
      submits(
        () => [parts.lms, 0],
        () => ({ confirmed: 'on' }),
      ),
      manage,
    ],
    submitDeployment: [
      submits(
        () => [parts.lms],
        () => ({ deploymentId: '2' }),
      ),
      manage,
    ],
    submitDeploymentRemoval: [
      submits(
        () => [parts.lms],
        () => ({ remove: '1' }),
      ),
      manage,
    ],
    submitNewKey: [(action) => action(), admins],
  },
  'teach/lms/[context]': {
    submitClass: [
      submits(
        () => [parts.context],
        () => ({ cohort: '' }),
      ),
      manage,
    ],
    submitScoreRetry: [
      submits(
        () => [parts.context],
        () => ({ retry: 'all' }),
      ),
      manage,
      {
        before: () =>
          site.query(
            `WITH link AS (
               INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug) VALUES (gen_random_uuid(), $1, '2', 'exercise', 'cache-order') RETURNING id)
             INSERT INTO lti_score (link_id, learner_id, wanted_points, wanted_at, tries, next_try_at)
             SELECT id, $2, 80, now(), 3, now() + interval '1 hour' FROM link`,
            [parts.context, parts.learner],
          ),
      },
    ],
    submitRosterAction: [
      submits(
        () => [parts.context],
        () => ({ expect: 'all' }),
      ),
      manage,
      {
        before: () =>
          site.query(
            `INSERT INTO lti_roster_difference (context_id, subject, name, email) VALUES ($1, 'x', 'Cy', 'cy@school.example')`,
            [parts.context],
          ),
      },
    ],
  },
  'teach/content/[draft]/parts': {
    readVocabulary: [inDraft(), writers, { isRead: true }],
    addPart: [(action) => action({ draft: 'one', kind: 'lesson', slug: 'new' }), writers],
    copyPart: [(action) => action({ draft: 'one', kind: 'lesson', from: 'slim-trap', slug: 'new' }), writers],
    renameFile: [
      (action) => action({ draft: 'one', from: 'words.txt', to: 'other.txt', seen: parts.commit }),
      writers,
    ],
  },
  'teach/reports': {
    findReports: [
      (action) => action({ path: 'lessons/how-the-cache-decides.mdx', text: 'Nothing failed' }),
      writers,
      { isRead: true },
    ],
  },
  'teach/reports/[report]': {
    submitReply: [aboutReport(() => ({ text: 'Why?' })), writers],
    submitDecline: [aboutReport(() => ({ text: 'It is right.' })), writers],
    submitFix: [aboutReport(() => ({ commit: parts.base! })), writers],
    submitReopening: [
      aboutReport(() => ({})),
      writers,
      { before: () => site.query(`UPDATE content_report SET status = 'declined'`) },
    ],
    submitDraftForReport: [aboutReport(() => ({ name: 'Two' })), writers],
  },
  'teach/content/[draft]/merge-actions': {
    mergeNewest: [
      (action) =>
        action({
          draft: 'one',
          with: { draft: parts.commit, main: parts.main },
          files: [],
          despiteProblems: false,
        }),
      writers,
    ],
  },
  'teach/[cohort]/settings': {
    submitSettings: [inClass(() => settingsForm(parts.cohort!, settings)), manage],
    submitDeletion: [inClass(() => ({ name: 'Autumn' })), manage],
  },
};

async function hintsOf(slug: string): Promise<string[]> {
  const { loadExercisePage } = await import('../../lib/exercises/exercise-page.ts');
  const { hintText } = await import('../../lib/progress/opened-hints.ts');
  const page = await loadExercisePage(slug);
  return page.hints.map(hintText);
}

test('all are here', async () => {
  const found = globSync('**/{actions,*-actions}.ts', { cwd: joinPath(root, 'app') }).map((file) =>
    file.replace(/(\/actions)?\.ts$/, ''),
  );
  const exported: [string, string][] = [];
  for (const path of found) for (const name of Object.keys(await moduleOf(path))) exported.push([path, name]);
  const here = Object.entries(actions).flatMap(([path, rows]) =>
    Object.keys(rows).map((name) => [path, name]),
  );
  expect(here.map(String).toSorted()).toEqual(exported.map(String).toSorted());
});

/** Whether an action did what it was asked for. Leading to a page that says what was wrong is no success. */
async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  try {
    const answer = await promise;
    return typeof answer !== 'object' || answer === null || !('message' in answer || 'problems' in answer);
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_REDIRECT')) return !digest.includes('problem=');
    if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK')) return false;
    if (error instanceof Error && 'learnerMessage' in error) return false;
    throw error;
  }
}

test.each(
  Object.entries(actions).flatMap(([path, rows]) =>
    Object.entries(rows).flatMap(([name, row]) => roles.map((role) => ({ path, name, role, row }))),
  ),
)('$path $name by $role', async ({ path, name, role, row: [call, allowed, more = {}] }) => {
  const action = (await moduleOf(path))[name]!;
  const may = allowed.includes(role);
  if (may && more.onlyRefusals) return;
  await more.before?.();
  const before = await state();
  try {
    const isDone = await succeeds(call(action, as(role)));
    const isChanged = (await state()) !== before;
    expect({ isDone: isDone && may, isChanged }).toEqual({ isDone: may, isChanged: may && !more.isRead });
  } finally {
    await restore();
  }
});
