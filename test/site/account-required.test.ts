import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as signInAnonymous } from '../../app/api/auth/sign-in/anonymous/route.ts';
import { POST as submit } from '../../app/api/runs/route.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { readSolution } from '../../app/exercises/[slug]/actions.ts';
import { accountOf, needsAccount } from '../../lib/auth/session.ts';
import { quizKeys } from '../../lib/content/lesson.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { submitQuiz } from '../../lib/progress/submit-quiz.ts';
import { SITE_URL, type Site, openSite, runner } from './site.ts';

/** The current request of an action, and the cookies of the browser. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (request.cookies.has(name) ? { value: request.cookies.get(name) } : undefined),
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));

const lesson = 'how-the-cache-decides';
const needed = expect.stringContaining('Sign in or create an account first');
let site: Site;

beforeAll(async () => {
  site = await openSite({ ACCOUNT_REQUIRED: 'true' });
});
afterAll(() => site.close());
beforeEach(async () => {
  browser();
  await noteRunner(runner());
});
afterEach(() =>
  site.clear(
    'hourly_use',
    'run',
    'submission',
    'quiz_answer',
    'quiz_attempt',
    'opened_solution',
    'runner',
    'session',
    'account',
    'user',
  ),
);

function browser(cookie?: string): void {
  request.headers = new Headers({ origin: SITE_URL, ...(cookie !== undefined && { cookie }) });
  request.cookies.clear();
}

/** Signs in with a new account. @returns its cookie */
async function account(): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({
    name: 'Ada',
    email: 'ada@school.example',
    password: 'four random words',
  }))
    form.set(name, value);
  expect(await submitAccount('/', {}, form)).toEqual({ continueTo: '/' });
  return [...request.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
}

/** A session without an account, from before one was required. */
async function anonymous(): Promise<string> {
  const cookie = await account();
  await site.query('UPDATE "user" SET is_anonymous = true');
  return cookie;
}

const run = async () => {
  const response = await submit(
    new Request(`${SITE_URL}/api/runs`, {
      method: 'POST',
      headers: { ...Object.fromEntries(request.headers), 'content-type': 'application/json' },
      body: JSON.stringify({ exercise: 'golf', files: { Dockerfile: 'FROM scratch' } }),
    }),
    {},
  );
  return { status: response.status, body: await response.json() };
};

async function answer() {
  const [quiz, key] = [...(await quizKeys(lesson))][0]!;
  return submitQuiz(lesson, quiz, Object.fromEntries(key.questions.map(({ id }) => [id, []])));
}

const worked = () =>
  site.query('SELECT 1 FROM run UNION ALL SELECT 1 FROM quiz_answer UNION ALL SELECT 1 FROM opened_solution');

describe('where an account is required', () => {
  test.each([
    ['a visitor', async () => undefined],
    ['a learner from before', anonymous],
  ])('%s runs, answers and opens nothing', async (_name, visitor) => {
    browser(await visitor());
    const before = await site.query('SELECT id FROM "user"');
    expect(await run()).toEqual({
      status: 401,
      body: { error: { code: 'account-required', message: needed } },
    });
    expect(await answer()).toEqual({ ok: false, message: needed });
    expect(await readSolution('golf')).toEqual({ ok: false, message: needed });
    expect(await worked()).toEqual([]);
    expect(await site.query('SELECT id FROM "user"'), 'no learner was made').toEqual(before);
  });

  test('a script gets no session without an account', async () => {
    const response = await signInAnonymous(
      new Request(`${SITE_URL}/api/auth/sign-in/anonymous`, {
        method: 'POST',
        headers: { origin: SITE_URL, 'content-type': 'application/json' },
        body: '{}',
      }),
      {},
    );
    expect(response.status).toBe(401);
    expect(await site.query('SELECT 1 FROM "user"')).toEqual([]);
  });

  test('an account does all of it', async () => {
    browser(await account());
    expect((await run()).status).toBe(201);
    expect(await answer()).toMatchObject({ ok: true });
    expect(await readSolution('golf')).toMatchObject({ ok: true });
    expect(await accountOf(request.headers)).not.toBeNull();
  });

  test.each([
    [null, true],
    [{ id: 'a', isAnonymous: true }, true],
    [{ id: 'a', isAnonymous: false }, false],
  ])('%o has to sign in: %s', (learner, expected) => expect(needsAccount(learner)).toBe(expected));
});
