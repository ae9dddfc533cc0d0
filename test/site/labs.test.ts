import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as reportProgress } from '../../app/api/runner/terminals/[id]/lab/route.ts';
import { startLab } from '../../app/labs/[slug]/actions.ts';
import { openTerminal } from '../../app/terminal/actions.ts';
import { adoptWork } from '../../lib/auth/adopt-work.ts';
import { withContent } from '../../lib/content/content-root.ts';
import { courseLab } from '../../lib/content/labs.ts';
import { doneSteps } from '../../lib/labs/done-steps.ts';
import { loadLabPage } from '../../lib/labs/lab-page.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { courseProgress } from '../../lib/progress/course-progress.ts';
import { claimSession } from '../../lib/terminals/claim-session.ts';
import { closeSession, ownSession, sessionOf } from '../../lib/terminals/own-session.ts';
import { sessionLost } from '../../lib/terminals/report-session.ts';
import { request } from './request.ts';
import {
  RUNNER_TOKEN,
  SITE_URL,
  type Site,
  type Visitor,
  call,
  newLearner,
  openSite,
  runner,
} from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);

const never = new AbortController().signal;
const slug = 'first-container';
let site: Site;
let learner: Visitor;
let steps: string[];

beforeAll(async () => {
  site = await openSite({ TERMINALS_MAX: '1' });
  steps = (await courseLab(slug)).lab.steps.map(({ id }) => id);
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
  as(learner);
});
afterEach(() => site.clear('terminal_session', 'lab_step', 'runner', 'user'));

function as(visitor: Visitor | undefined): void {
  request.headers = new Headers({ origin: SITE_URL, ...(visitor && { cookie: visitor.cookie }) });
  request.cookies.clear();
}

/** A session of the lab, which a runner has claimed. */
async function started(step = steps[0]!): Promise<{ id: string; fence: number }> {
  const answer = await startLab(slug, step);
  if (!answer.ok) throw new Error(answer.message);
  const { fence } = (await claimed())!;
  return { id: answer.session.id, fence };
}

const claimed = (change = {}) => claimSession({ runner: runner('runner-1', change), waitMs: 0 }, never);

/** A runner reports that steps are done. @returns the status of the answer */
async function report(
  session: { id: string; fence: number },
  done: number,
  token = RUNNER_TOKEN,
): Promise<number> {
  const { status } = await call(reportProgress, {
    id: session.id,
    token,
    body: { fence: session.fence, done },
  });
  return status;
}

const plant = (visitor: Visitor, done: readonly string[], at = '2026-01-02') =>
  site.query('INSERT INTO lab_step SELECT $1, $2, step, $3::timestamptz FROM unnest($4::text[]) AS step', [
    visitor.id,
    slug,
    at,
    done,
  ]);

describe('starting a lab', () => {
  test('the runner gets the lab and how many steps are done', async () => {
    await plant(learner, steps.slice(0, 2));
    const answer = await startLab(slug, steps[1]!);
    expect(answer).toMatchObject({ ok: true, session: { state: 'waiting', lab: slug } });
    const claim = (await claimed())!;
    expect(claim.lab?.done).toBe(1);
    expect(claim.lab?.content.steps.map(({ id }) => id)).toEqual(steps);
    expect(await ownSession(learner.id)).toMatchObject({ state: 'running', lab: slug });
  });

  test('a step can be started only when those before it were done', async () => {
    await plant(learner, [steps[0]!, steps[2]!]);
    expect(await startLab(slug, steps[2]!)).toEqual({
      ok: false,
      message: 'You have not done the steps before this one.',
    });
    expect(await ownSession(learner.id)).toBeUndefined();
    expect(await startLab(slug, steps[1]!)).toMatchObject({ ok: true });
  });

  test.each([
    { slug: 'no-such-lab', step: 'run' },
    { slug, step: 'no-such-step' },
    { slug: '../exercises', step: 'run' },
    { slug: 7, step: {} },
  ])('for $slug, $step, nothing is created', async (wanted) => {
    as(undefined);
    const before = await site.query('SELECT FROM "user"');
    expect(await startLab(wanted.slug as string, wanted.step as string)).toMatchObject({ ok: false });
    expect(await site.query('SELECT FROM "user"')).toHaveLength(before.length);
    expect(await site.query('SELECT FROM terminal_session')).toEqual([]);
  });

  test('a visitor becomes a learner by starting', async () => {
    as(undefined);
    expect(await startLab(slug, steps[0]!)).toMatchObject({ ok: true });
  });

  test('a lab waits for the base images that it uses, and the playground does not', async () => {
    await startLab(slug, steps[0]!);
    expect(await claimed({ basesToCome: ['debian:bookworm-slim'] })).toBeUndefined();
    expect(await claimed({ basesToCome: ['alpine:3.20'] })).toBeDefined();
    await site.clear('terminal_session');
    await openTerminal();
    expect(await claimed({ basesToCome: ['debian:bookworm-slim'] })).toBeDefined();
  });

  test('a lab that the content no longer has ends as a fault', async () => {
    const { id } = await started();
    await sessionLost(id, { fence: 1, because: 'fault', detail: '' });
    await site.query(`UPDATE terminal_session SET lab = 'gone'`);
    await expect(claimed()).rejects.toMatchObject({ code: 'not-found' });
    expect(await sessionOf(learner.id, id)).toMatchObject({ state: 'ended', reason: 'fault' });
  });
});

describe('one session at a time', () => {
  test('an open playground ends only if the learner names it', async () => {
    const playground = await openTerminal();
    if (!playground.ok) throw new Error(playground.message);
    const { id } = playground.session;
    expect(await startLab(slug, steps[0]!)).toMatchObject({ ok: false, message: /something else/ });
    expect(await startLab(slug, steps[0]!, 'another')).toMatchObject({ ok: false });
    expect(await sessionOf(learner.id, id)).toMatchObject({ state: 'waiting' });
    // Although no further terminal may be open.
    expect(await startLab(slug, steps[0]!, id)).toMatchObject({ ok: true, session: { lab: slug } });
    expect(await sessionOf(learner.id, id)).toMatchObject({ state: 'ended', reason: 'closed' });
  });

  test('the session of a different learner cannot be named', async () => {
    const other = await started();
    as(await newLearner());
    await startLab(slug, steps[0]!, other.id);
    expect(await sessionOf(learner.id, other.id)).toMatchObject({ state: 'running' });
  });

  test('started twice, there is one session; started again, a new one', async () => {
    const first = await started();
    expect(await startLab(slug, steps[0]!)).toMatchObject({ ok: true, session: { id: first.id } });
    const again = await startLab(slug, steps[0]!, first.id);
    expect(again).toMatchObject({ ok: true, session: { state: 'waiting' } });
    expect(again.ok && again.session.id).not.toBe(first.id);
  });

  test('an open lab is not taken for the playground', async () => {
    const { id } = await started();
    expect(await openTerminal()).toMatchObject({ ok: false });
    expect(await openTerminal(id)).toMatchObject({ ok: true, session: { state: 'waiting' } });
    expect((await ownSession(learner.id))?.lab).toBeUndefined();
  });
});

describe('what pages show', () => {
  test('hints and references, but no way that is wrong and nothing that a condition looks at', async () => {
    const { lab } = await courseLab(slug);
    const { page, texts } = await loadLabPage(slug);
    expect(texts).toHaveLength(steps.length);
    const sent = JSON.stringify([page, texts]);
    for (const { reference, hints, done, wrong } of lab.steps) {
      expect(page.steps.map((step) => step.reference)).toContain(reference);
      for (const hint of hints) expect(page.steps.flatMap((step) => step.hints)).toContain(hint);
      for (const { says } of done) expect(page.steps.flatMap((step) => step.says)).toContain(says);
      for (const { title } of wrong) expect(sent).not.toContain(title);
    }
    expect(Object.keys(page.steps[0]!)).toEqual(['id', 'title', 'says', 'hints', 'reference']);
  });

  test('the way on in the course, and the next lab', async () => {
    const { page } = await loadLabPage('first-container');
    expect([page.lesson?.href, page.next?.href, page.nextLab?.href]).toEqual([
      '/lessons/publish-a-port',
      '/lessons/your-first-dockerfile',
      '/labs/notebook-lab',
    ]);
  });

  test('the progress counts the steps that the lab still has', async () => {
    await plant(learner, [steps[0]!, steps[3]!, 'a-step-of-an-old-version']);
    const { labs } = await courseProgress(learner.id);
    expect(labs).toEqual({ [slug]: { done: 2, steps: steps.length } });
  });
});

describe('the progress that a runner reports', () => {
  test('is stored, also if it is repeated, and never becomes less', async () => {
    const session = await started();
    expect(await report(session, 0)).toBe(204);
    expect(await report(session, 2)).toBe(204);
    expect(await report(session, 2)).toBe(204);
    expect(await report(session, 1)).toBe(204);
    expect([...(await doneSteps(learner.id, slug))].toSorted()).toEqual(steps.slice(0, 2).toSorted());
  });

  test('does not change when a step was done first', async () => {
    await plant(learner, steps.slice(0, 1));
    await report(await started(), 2);
    expect(
      await site.query(`SELECT done_at::date::text AS day FROM lab_step WHERE step = $1`, [steps[0]]),
    ).toEqual([{ day: '2026-01-02' }]);
  });

  test('is refused without the token, after the claim, without a lab, and beyond the last step', async () => {
    const session = await started();
    expect(await report(session, 1, 'wrong')).toBe(401);
    expect(await report({ ...session, fence: session.fence + 1 }, 1)).toBe(409);
    expect(await report({ ...session, id: 'no-id' }, 1)).toBe(404);
    expect(await report(session, steps.length + 1)).toBe(400);
    await closeSession(learner.id, session.id);
    expect(await report(session, 1)).toBe(409);
    await openTerminal();
    const playground = (await claimed())!;
    expect(await report({ id: playground.sessionId, fence: playground.fence }, 1)).toBe(400);
    expect(await site.query('SELECT FROM lab_step')).toEqual([]);
  });
});

test('a class that stays at a version gets the lab of that version', async () => {
  // A published version is a commit; that of the installation is null.
  const folder = process.env['CONTENT_DIR']!;
  const answer = await withContent({ folder, commit: 'abc' }, () => startLab(slug, steps[0]!));
  expect(answer).toMatchObject({ ok: true });
  expect(await site.query('SELECT content FROM terminal_session')).toEqual([{ content: 'abc' }]);
});

test('what a guest has done in a lab becomes the account’s, and what was done first stays', async () => {
  const guest = await newLearner();
  await plant(learner, steps.slice(0, 2), '2026-02-01');
  await plant(guest, steps.slice(1, 3), '2026-01-01');
  await adoptWork(guest.id, learner.id);
  expect(
    await site.query('SELECT learner_id AS id, step, done_at::date::text AS day FROM lab_step ORDER BY step'),
  ).toEqual(
    [
      { id: learner.id, step: steps[0], day: '2026-02-01' },
      { id: learner.id, step: steps[1], day: '2026-01-01' },
      { id: learner.id, step: steps[2], day: '2026-01-01' },
    ].toSorted((a, b) => (a.step! < b.step! ? -1 : 1)),
  );
});
