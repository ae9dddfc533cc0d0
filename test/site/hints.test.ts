import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openHint } from '../../app/exercises/[slug]/actions.ts';
import { loadExercisePage } from '../../lib/exercises/exercise-page.ts';
import { hintKey, hintText, openedHints } from '../../lib/progress/opened-hints.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { classInsight } from '../../lib/teaching/insight.ts';
import { join, newAccount, newCohort } from './school.ts';
import { SITE_URL, type Site, newLearner, openSite } from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));

const slug = 'cache-order';
const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };
let site: Site;
let first: string;
let second: string;

beforeAll(async () => {
  site = await openSite();
  const page = await loadExercisePage(slug);
  [first, second] = page.hints.map(hintText) as [string, string];
});
afterAll(() => site.close());
afterEach(() => site.clear('opened_hint', 'run', 'submission', 'course', 'cohort', 'user'));

const browser = (cookie?: string) => {
  request.headers = new Headers({ origin: SITE_URL, ...(cookie !== undefined && { cookie }) });
};
const opened = async (learnerId: string) => openedHints(learnerId, await loadExercisePage(slug));

describe('a hint that was opened', () => {
  test('is there when the learner comes back, in the order of opening', async () => {
    const learner = await newLearner();
    browser(learner.cookie);
    await openHint(slug, second);
    await openHint(slug, first);
    await openHint(slug, second);
    expect(await opened(learner.id)).toEqual([second, first]);
    expect(await opened((await newLearner()).id), 'near miss: someone else').toEqual([]);
  });

  test.each([
    ['a text that is no hint', () => openHint(slug, 'x')],
    ['something that is no text', () => openHint(slug, 7 as never)],
  ])('near miss: %s is not recorded', async (_name, act) => {
    const learner = await newLearner();
    browser(learner.cookie);
    await act();
    expect(await site.query('SELECT 1 FROM opened_hint')).toEqual([]);
  });

  test('is not recorded for a visitor, who does not become a learner by reading', async () => {
    browser();
    await openHint(slug, first);
    expect(await site.query('SELECT 1 FROM opened_hint')).toEqual([]);
    expect(await site.query('SELECT 1 FROM "user"')).toEqual([]);
  });

  test('is forgotten once its text changes', async () => {
    const learner = await newLearner();
    await site.query('INSERT INTO opened_hint (learner_id, exercise, hint) VALUES ($1, $2, $3)', [
      learner.id,
      slug,
      hintKey(`${first} Rewritten.`),
    ]);
    expect(await opened(learner.id)).toEqual([]);
  });
});

describe('what a hint changed', () => {
  let cohortId: string;
  beforeEach(async () => {
    cohortId = await newCohort(site, {});
    await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2)`, [
      cohortId,
      slug,
    ]);
  });

  const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 12, minute));

  async function member(name: string): Promise<string> {
    const { id } = await newAccount(site, name);
    await join(site, cohortId, id);
    return id;
  }

  async function run(
    learnerId: string,
    minute: number,
    score: number | null,
    change: { status?: string } = {},
  ) {
    const [submission, id] = [randomUUID(), randomUUID()];
    await site.query(`INSERT INTO submission (id, learner_id, exercise, files) VALUES ($1, $2, $3, '{}')`, [
      submission,
      learnerId,
      slug,
    ]);
    await site.query(
      `INSERT INTO run (id, submission_id, learner_id, exercise, state, queued_at, result_status, score, passed)
       VALUES ($1, $2, $3, $4, 'done', $5, $6, $7, false)`,
      [id, submission, learnerId, slug, at(minute), change.status ?? 'graded', score],
    );
  }

  const open = (learnerId: string, minute: number, text = first) =>
    site.query('INSERT INTO opened_hint VALUES ($1, $2, $3, $4)', [
      learnerId,
      slug,
      hintKey(text),
      at(minute),
    ]);

  async function insight() {
    const { exercises } = await classInsight(await cohortAccess(admin, cohortId, 'seeWork'));
    return exercises[0]!.hints;
  }

  test('compares the last submission before with the first one after', async () => {
    const [ada, ben, cem, dan] = [
      await member('Ada'),
      await member('Ben'),
      await member('Cem'),
      await member('Dan'),
    ];
    // More points, although there were more in an earlier submission, and fewer in a later one.
    for (const [minute, score] of [
      [1, 90],
      [2, 40],
      [4, 60],
      [5, 10],
    ] as const)
      await run(ada, minute, score);
    await open(ada, 3);
    // As many as before.
    await run(ben, 1, 40);
    await open(ben, 2);
    await run(ben, 3, 40);
    // Nothing to compare: not submitted again, and not before.
    await run(cem, 1, 40);
    await open(cem, 2);
    await open(dan, 1);
    await run(dan, 2, 40);
    expect((await insight())[0]).toEqual({ text: first, opened: 4, submitted: 2, gained: 1 });
  });

  test('counts a submission that did not build as no points, and a platform fault not at all', async () => {
    const ada = await member('Ada');
    await run(ada, 1, null, { status: 'build-failed' });
    await open(ada, 2);
    await run(ada, 3, null, { status: 'infrastructure' });
    await run(ada, 4, 20);
    expect((await insight())[0]).toMatchObject({ submitted: 1, gained: 1 });
  });

  test('lists all hints of the exercise once one was opened', async () => {
    expect(await insight()).toEqual([]);
    await open(await member('Ada'), 1, second);
    const page = await loadExercisePage(slug);
    expect((await insight()).map(({ text, opened: count }) => [text, count])).toEqual(
      page.hints.map((hint) => [hintText(hint), hintText(hint) === second ? 1 : 0]),
    );
  });

  test('near miss: someone who is not in the class', async () => {
    await open((await newAccount(site, 'Eve')).id, 1);
    expect(await insight()).toEqual([]);
  });
});
