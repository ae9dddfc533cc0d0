import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CheckResult } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitCommentForMany } from '../../app/teach/[cohort]/insight/[exercise]/actions.ts';
import { alikeSubmissions } from '../../lib/alike/alike-submissions.ts';
import { comparedSubmissions } from '../../lib/alike/compared-submissions.ts';
import { newVariant } from '../../lib/alike/new-variant.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { newAccount, newCohort } from './school.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite, verdict } from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const slug = 'cache-order';
const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };
let site: Site;
let cohortId: string;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  cohortId = await newCohort(site, {});
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
    cohortId,
    slug,
  ]);
});
afterEach(() => site.clear('hourly_use', 'run', 'submission', 'course', 'cohort', 'user'));

const access = async () => cohortAccess(admin, cohortId, 'seeWork');
const content = (path: string) => readFileSync(`content/exercises/${slug}/${path}/Dockerfile`, 'utf8');

/** A member of the class, with a group if one is named. */
async function member(name: string, group: string | null = null, cohort = cohortId): Promise<string> {
  const { id } = await newAccount(site, name);
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id, group_name) VALUES ($1, $2, $3)', [
    cohort,
    id,
    group,
  ]);
  return id;
}

const failed = (id: string, line?: number): CheckResult => ({
  id,
  axis: 'cache',
  status: 'fail',
  severity: 'error',
  points: 0,
  maxPoints: 10,
  required: false,
  ...(line !== undefined && { line }),
  message: '',
  why: '',
  evidence: [],
  also: [],
});

interface Submission {
  dockerfile?: string;
  /** What failed; empty: it passed. */
  checks?: CheckResult[];
  status?: 'graded' | 'build-failed' | 'rejected' | 'infrastructure';
  exercise?: string;
  kind?: string;
  /** Minutes after the first of October. */
  minute?: number;
}

/** Stores a submission that was judged. @returns ID of its run */
async function submission(
  learnerId: string,
  {
    dockerfile = 'FROM a\nRUN true\n',
    checks = [],
    status = 'graded',
    exercise = slug,
    kind = 'practice',
    minute = 0,
  }: Submission = {},
): Promise<string> {
  const [submissionId, runId] = [randomUUID(), randomUUID()];
  const at = new Date(Date.UTC(2026, 9, 1, 12, minute));
  const passed = status === 'graded' && checks.length === 0;
  await site.query(
    'INSERT INTO submission (id, learner_id, exercise, files, created_at) VALUES ($1, $2, $3, $4, $5)',
    [submissionId, learnerId, exercise, JSON.stringify({ Dockerfile: dockerfile }), at],
  );
  await site.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, kind, state, queued_at, finished_at, result,
       result_status, score, passed, failed_checks)
     VALUES ($1, $2, $3, $4, $5::run_kind, 'done', $6, $6, $7, $8, $9, $10, $11)`,
    [
      runId,
      submissionId,
      learnerId,
      exercise,
      kind,
      at,
      JSON.stringify(verdict(exercise, { status, passed, score: passed ? 100 : 50, checks })),
      status,
      passed ? 100 : 50,
      passed,
      checks.map(({ id }) => id),
    ],
  );
  return runId;
}

/** The groups of each verdict, as names. */
async function groups() {
  const alike = await alikeSubmissions(await access(), slug);
  return alike!.verdicts.map(({ reasons, groups: ofVerdict }) => [
    reasons.map((reason) => ('check' in reason ? reason.check : reason.endedAs)).join(),
    ...ofVerdict.map(({ submissions }) => submissions.map(({ name }) => name).join('+')),
  ]);
}

describe('a new wrong variant', () => {
  const offered = async () =>
    (await alikeSubmissions(await access(), slug))!.verdicts[0]!.groups[0]!.newVariantId;

  test.each<[string, Submission, string | undefined]>([
    ['a failed check', { checks: [failed('root-user'), failed('pip-pin')] }, 'pip-pin-1'],
    ['a build that fails', { status: 'build-failed', checks: [failed('builds')] }, 'builds-1'],
    ['a pass', {}, undefined],
    ['an end that no check caught', { status: 'rejected', checks: [] }, undefined],
    ['the starter', { dockerfile: content('starter'), checks: [failed('pip-pin')] }, undefined],
    [
      'a variant that is declared',
      { dockerfile: `# mine\n${content('wrong/pattern-kept')}`, checks: [failed('pip-pin')] },
      undefined,
    ],
  ])('after %s', async (_name, submitted, id) => {
    const runId = await submission(await member('Ada'), submitted);
    expect(await offered()).toBe(id);
    expect((await newVariant(await access(), slug, runId))?.id).toBe(id);
  });

  test('is a patch with the files that differ, and nothing about who submitted them', async () => {
    const ada = await member('Ada');
    const runId = await submission(ada, { checks: [failed('root-user')] });
    const { patch } = (await newVariant(await access(), slug, runId))!;
    expect(patch).toContain(
      '+  - id: root-user-1\n+    title: "Made in a class"\n+    caughtBy: [root-user]\n',
    );
    expect(patch).toContain(`+++ b/content/exercises/${slug}/wrong/root-user-1/Dockerfile`);
    expect(patch.split('\n').filter((line) => line.startsWith('+'))).toEqual(
      expect.arrayContaining(['+FROM a', '+RUN true']),
    );
    for (const secret of ['Ada', ada, runId, 'school.example']) expect(patch).not.toContain(secret);
  });

  test('is only made from the newest submissions of the class', async () => {
    const ada = await member('Ada');
    const old = await submission(ada, { checks: [failed('root-user')] });
    await submission(ada, { checks: [failed('pip-pin')], minute: 1 });
    const other = await newCohort(site, {});
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
      other,
      slug,
    ]);
    const elsewhere = await submission(await member('Eve', null, other), { checks: [failed('pip-pin')] });
    for (const runId of [old, elsewhere, undefined, null, 'x', `' OR 1=1`])
      expect(await newVariant(await access(), slug, runId)).toBeUndefined();
  });
});

describe('groups', () => {
  test('the same verdict first, then the same files apart from comments, space and names', async () => {
    const [ada, ben, cem, dan, eva] = [
      await member('Ada'),
      await member('Ben'),
      await member('Cem'),
      await member('Dan'),
      await member('Eva'),
    ];
    await submission(ada, { checks: [failed('root-user'), failed('pip-pin')], minute: 1 });
    await submission(ben, {
      dockerfile: '# mine\nfrom  a\nRUN   true',
      checks: [failed('pip-pin'), failed('root-user')],
      minute: 2,
    });
    await submission(cem, {
      dockerfile: 'FROM a\nRUN false',
      checks: [failed('root-user'), failed('pip-pin')],
      minute: 3,
    });
    await submission(dan, { checks: [failed('root-user')], minute: 4 });
    await submission(eva, { minute: 5 });
    expect(await groups()).toEqual([
      ['pip-pin,root-user', 'Ada+Ben', 'Cem'],
      ['root-user', 'Dan'],
      ['', 'Eva'],
    ]);
  });

  test('says whether the files are the same to the character', async () => {
    await submission(await member('Ada'), { minute: 1 });
    await submission(await member('Ben'), { minute: 2 });
    const identical = await alikeSubmissions(await access(), slug);
    expect(identical!.verdicts[0]!.groups).toMatchObject([{ differBy: 'nothing' }]);
    await submission(await member('Cem'), { dockerfile: 'FROM a\n\nRUN true\n', minute: 3 });
    const alike = await alikeSubmissions(await access(), slug);
    expect(alike!.verdicts[0]!.groups).toMatchObject([{ differBy: 'form' }]);
  });

  test.each([
    ['the starter', 'starter', { kind: 'starter' }],
    ['the model solution', 'solution', { kind: 'solution' }],
    ['a declared variant', 'wrong/cache-mount-only', { kind: 'variant', id: 'cache-mount-only' }],
  ])('recognises %s, with another comment', async (_name, path, knownAs) => {
    await submission(await member('Ada'), { dockerfile: `# Mine.\n${content(path)}` });
    const alike = await alikeSubmissions(await access(), slug);
    expect(alike!.verdicts[0]!.groups[0]!.knownAs).toEqual(knownAs);
  });

  test('near miss: the model solution with one instruction more is not recognised', async () => {
    await submission(await member('Ada'), { dockerfile: `${content('solution')}\nENV A=1\n` });
    const alike = await alikeSubmissions(await access(), slug);
    expect(alike!.verdicts[0]!.groups[0]!.knownAs).toBeUndefined();
  });

  test('only the newest judged submission counts, and how it ended without a grade', async () => {
    const ada = await member('Ada');
    await submission(ada, { minute: 1 });
    await submission(ada, { status: 'build-failed', minute: 2 });
    expect(await groups()).toEqual([['build-failed', 'Ada']]);
  });

  test('near misses: a platform fault, a confirmation, another exercise, someone who is not in the class', async () => {
    const ada = await member('Ada');
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'slim-trap')`, [
      cohortId,
    ]);
    await submission(ada, { minute: 1 });
    await submission(ada, { status: 'infrastructure', minute: 2 });
    await submission(ada, { checks: [failed('root-user')], kind: 'confirmation', minute: 3 });
    await submission(ada, { checks: [failed('root-user')], exercise: 'slim-trap', minute: 4 });
    await submission((await newAccount(site, 'Eve')).id, { minute: 5 });
    expect(await groups()).toEqual([['', 'Ada']]);
  });

  test('an exercise that the class does not have to do has none', async () => {
    await submission(await member('Ada'), { exercise: 'slim-trap' });
    expect(await alikeSubmissions(await access(), 'slim-trap')).toBeUndefined();
    expect(await comparedSubmissions(await access(), 'slim-trap', [undefined, undefined])).toBeUndefined();
  });
});

describe('one comment for many', () => {
  let weber: Visitor;
  beforeEach(async () => {
    weber = await visitor('instructor');
  });

  /** Someone who is signed in, with a role in the course. */
  async function visitor(role: string | undefined, cohort = cohortId): Promise<Visitor> {
    const someone = await newLearner();
    await site.query('UPDATE "user" SET is_anonymous = false, is_admin = $2 WHERE id = $1', [
      someone.id,
      role === 'admin',
    ]);
    if (role !== undefined && role !== 'admin')
      await site.query(
        `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
        [someone.id, role, cohort],
      );
    return someone;
  }

  async function send(
    sender: { cookie: string } | undefined,
    runIds: string[][],
    { text = 'Look at the order.', check = '', exercise = slug } = {},
  ) {
    request.headers = new Headers({ origin: SITE_URL, ...(sender && { cookie: sender.cookie }) });
    const form = new FormData();
    form.set('text', text);
    form.set('check', check);
    runIds.forEach((group, index) => form.set(`runs:${index}`, group.join(' ')));
    return submitCommentForMany(cohortId, exercise, {}, form);
  }

  /** A member of another class that has to do the exercise. */
  async function memberElsewhere(): Promise<string> {
    const other = await newCohort(site, {});
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
      other,
      slug,
    ]);
    return member('Eve', null, other);
  }

  const comments = () =>
    site.query<{ run_id: string; author_id: string; path: string | null; line: number | null }>(
      'SELECT run_id, author_id, path, line FROM comment ORDER BY run_id',
    );

  test('is written about every submission of the groups, and counts once for the limit', async () => {
    const runs = await Promise.all(['Ada', 'Ben', 'Cem'].map(async (name) => submission(await member(name))));
    expect(await send(weber, [runs.slice(0, 2), runs.slice(2)])).toEqual({ done: 'Sent to 3 learners.' });
    expect(await comments()).toEqual(
      runs.toSorted().map((run_id) => ({ run_id, author_id: weber.id, path: null, line: null })),
    );
    expect(await site.query(`SELECT count FROM hourly_use WHERE kind = 'comment'`)).toEqual([{ count: 1 }]);
  });

  test('names the line of the check in each submission, if its verdict names one that was submitted', async () => {
    const first = await submission(await member('Ada'), { checks: [failed('root-user', 1)] });
    const second = await submission(await member('Ben'), { checks: [failed('root-user', 2)] });
    const without = await submission(await member('Cem'), { checks: [failed('root-user')] });
    const beyond = await submission(await member('Dan'), { checks: [failed('root-user', 40)] });
    await send(weber, [[first, second, without, beyond]], { check: 'root-user' });
    const lines = new Map((await comments()).map(({ run_id, path, line }) => [run_id, [path, line]]));
    expect([first, second, without, beyond].map((run) => lines.get(run))).toEqual([
      ['Dockerfile', 1],
      ['Dockerfile', 2],
      [null, null],
      [null, null],
    ]);
  });

  test.each([
    ['someone who is not in the class', async () => submission((await newAccount(site, 'Eve')).id)],
    ['a learner of another class', async () => submission(await memberElsewhere())],
    ['another exercise', async () => submission(await member('Eve'), { exercise: 'slim-trap' })],
    ['a confirmation', async () => submission(await member('Eve'), { kind: 'confirmation' })],
    ['a run that does not exist', async () => randomUUID()],
  ])('is written about none if one is of %s', async (_name, other) => {
    const own = await submission(await member('Ada'));
    expect(await send(weber, [[own, await other()]])).toMatchObject({
      message: expect.stringContaining('no longer there'),
    });
    expect(await comments()).toEqual([]);
  });

  test.each([
    ['no group', [], { text: 'x' }, { runs: 'Choose at least one group.' }],
    ['no text', [[randomUUID()]], { text: ' ' }, { text: 'Write something first.' }],
    ['a check that is none', [[randomUUID()]], { check: "'" }, { check: 'Choose a place from the list.' }],
  ])('is refused with %s', async (_name, runs, change, problems) => {
    expect(await send(weber, runs as string[][], change)).toMatchObject({ problems });
  });

  test.each([
    ['nobody', false],
    ['outsider', false],
    ['learner', false],
    ['staff of another course', false],
    ['author', false],
    ['assistant', true],
    ['instructor', true],
    ['admin', true],
  ])('%s: %s', async (who, allowed) => {
    const run = await submission(await member('Ada'));
    const senders: Record<string, () => Promise<Visitor | undefined>> = {
      nobody: async () => undefined,
      outsider: () => visitor(undefined),
      learner: async () => {
        const learner = await visitor(undefined);
        await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
          cohortId,
          learner.id,
        ]);
        return learner;
      },
      'staff of another course': async () => visitor('instructor', await newCohort(site, {})),
    };
    await send(await (senders[who] ?? (() => visitor(who)))(), [[run]]);
    expect(await comments()).toHaveLength(allowed ? 1 : 0);
  });
});

describe('two submissions', () => {
  test('shows how each came about', async () => {
    const ada = await member('Ada', 'Team 1');
    await submission(ada, { checks: [failed('root-user')], minute: 1 });
    const newest = await submission(ada, { minute: 7 });
    const ben = await submission(await member('Ben'), { dockerfile: 'FROM b', minute: 9 });
    await site.query(
      `INSERT INTO opened_solution (learner_id, exercise, opened_at) VALUES ($1, $2, '2026-10-01T12:05:00Z')`,
      [ada, slug],
    );
    const compared = await comparedSubmissions(await access(), slug, [ben, newest]);
    expect(compared).toMatchObject({
      left: { name: 'Ben', group: undefined, openedSolutionAt: undefined, files: { Dockerfile: 'FROM b' } },
      right: {
        name: 'Ada',
        group: 'Team 1',
        openedSolutionAt: '2026-10-01T12:05:00.000Z',
        attempt: { number: 2 },
        firstAt: '2026-10-01T12:01:00.000Z',
        submittedAt: '2026-10-01T12:07:00.000Z',
      },
    });
  });

  test.each([
    ['nothing is named', (): [unknown, unknown] => [undefined, undefined], ['Ada', 'Ben']],
    ['the same is named twice', (runs: string[]): [unknown, unknown] => [runs[1], runs[1]], ['Ben', 'Ada']],
    ['only the right one is named', (runs: string[]): [unknown, unknown] => ['x', runs[0]], ['Ben', 'Ada']],
    ['someone else’s is named', (runs: string[]): [unknown, unknown] => [runs[3], runs[2]], ['Ada', 'Cem']],
  ])('when %s, two different ones are shown', async (_name, named, names) => {
    const runs = [
      await submission(await member('Ada'), { minute: 1 }),
      await submission(await member('Ben'), { minute: 2 }),
      await submission(await member('Cem'), { minute: 3 }),
      await submission((await newAccount(site, 'Eve')).id, { minute: 4 }),
    ];
    const compared = await comparedSubmissions(await access(), slug, named(runs));
    expect([compared!.left.name, compared!.right.name]).toEqual(names);
  });

  test('a single submission cannot be compared', async () => {
    const only = await submission(await member('Ada'));
    expect(await comparedSubmissions(await access(), slug, [only, undefined])).toBeUndefined();
  });
});
