/** A process of the site that is killed while it sends, and the one that replaces it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { graded, type Lms, openLms } from './lms.ts';

vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

const EXERCISE = 'non-root';
const at = new Date('2026-11-03T10:00:00.123Z');
let lms: Lms;

beforeAll(async () => {
  lms = await openLms();
});
afterAll(() => lms.close());
beforeEach(async () => {
  await lms.forgetRequests();
  await lms.addLink('exercise', EXERCISE);
  await lms.enrol(['ada', 'ben']);
  await graded(lms.site, 'ada', EXERCISE, 80, at);
  await graded(lms.site, 'ben', EXERCISE, 70, at);
});
afterEach(async () => {
  await lms.platform.control('release');
  await lms.platform.control('delete_line_items');
  await lms.site.clear('lti_link', 'assignment', 'run', 'submission', 'cohort_member');
  await lms.site.query(
    'UPDATE lti_platform SET sending_until = NULL, paused_until = NULL, problem = NULL, failures = 0',
  );
});

/** A process that compares and sends once. */
function startSender(): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', join(import.meta.dirname, 'send.process.ts')],
    { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Kills a sender while a request that matches is held by the LMS. */
async function killDuring(what: { path: string; method: string; hold: 'before' | 'after' }): Promise<void> {
  await lms.platform.control('fault', what);
  const { child, ended } = startSender();
  await expect.poll(async () => (await lms.requests()).filter(({ held }) => held !== null).length).toBe(1);
  child.kill('SIGKILL');
  await ended;
  await lms.platform.control('release');
  await expect
    .poll(async () => (await lms.requests()).filter(({ status }) => status === null).length)
    .toBe(0);
}

const leaseEnds = () => lms.site.query(`UPDATE lti_platform SET sending_until = now() - interval '1 second'`);

describe('nothing is lost or shown twice after a kill', () => {
  test.each<['before' | 'after', string, string, number[]]>([
    // The LMS may have done what it was asked before nobody listened any more.
    ['before', 'POST', 'lti-ags', [201, 201]],
    ['after', 'POST', 'lti-ags', [201, 201]],
    ['before', 'POST', '/scores', [201, 400, 201]],
    ['after', 'POST', '/scores', [201, 400, 201]],
    ['before', 'POST', '/token/', [201, 201]],
    ['after', 'GET', 'lti-ags', [201, 201]],
  ])('%s the LMS answered %s %s', async (hold, method, path, statuses) => {
    await killDuring({ path, method, hold });
    await leaseEnds();
    const { ended } = startSender();
    expect(await ended).toBe(0);
    const { lineItems, scores } = await lms.state();
    expect(lineItems).toHaveLength(1);
    expect(scores.map(({ given, timestamp }) => [given, new Date(timestamp)])).toEqual([
      [80, at],
      [70, at],
    ]);
    const sent = (await lms.requests('/scores')).filter((request) => request.method === 'POST');
    expect(sent.map(({ status }) => status)).toEqual(statuses);
    const open = await lms.site.query('SELECT 1 FROM lti_score WHERE next_try_at IS NOT NULL');
    expect(open).toEqual([]);
  });

  test('until the time of the killed process is over, no other one sends', async () => {
    await killDuring({ path: '/scores', method: 'POST', hold: 'after' });
    await lms.forgetRequests();
    expect(await startSender().ended).toBe(0);
    expect(await lms.requests()).toEqual([]);
  });

  test('two processes at once send each score once', async () => {
    const senders = [startSender(), startSender(), startSender()];
    expect(await Promise.all(senders.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const { lineItems, scores } = await lms.state();
    expect([lineItems.length, scores.map(({ given }) => given)]).toEqual([1, [80, 70]]);
    const sent = (await lms.requests('/scores')).filter((request) => request.method === 'POST');
    expect(sent.map(({ status }) => status)).toEqual([201, 201]);
  });
});
