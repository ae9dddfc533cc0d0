import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adoptWork } from '../../lib/auth/adopt-work.ts';
import { expire } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { claimSession } from '../../lib/terminals/claim-session.ts';
import {
  closeSession,
  extendSession,
  openSession,
  ownSession,
  sessionOf,
  terminalAllowance,
} from '../../lib/terminals/own-session.ts';
import { sessionHeartbeat, sessionLost, sweepSessions } from '../../lib/terminals/report-session.ts';
import { type Site, type Visitor, newLearner, openSite, runner } from './site.ts';

const never = new AbortController().signal;
const stale = { code: 'stale-fence' };
const notFound = { code: 'not-found' };
let site: Site;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite({
    TERMINAL_MINUTES: '60',
    TERMINAL_MINUTES_PER_LEARNER_PER_DAY: '100',
    TERMINAL_IDLE_MINUTES: '20',
    TERMINALS_MAX: '3',
  });
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
});
afterEach(() => site.clear('terminal_session', 'runner'));

const claimed = (name?: string) => claimSession({ runner: runner(name), waitMs: 0 }, never);

/** Reports of a runner about the end of a session. */
const failed = (fence: number) => ({
  fence,
  because: 'fault' as const,
  detail: 'the host ended the sandbox',
});
const ownEngine = (fence: number) => ({ fence, because: 'engine' as const, detail: 'the engine ended' });

/** A session that a runner has claimed. */
async function running(who = learner): Promise<{ id: string; fence: number }> {
  const { id } = await openSession(who.id);
  const { fence } = (await claimed())!;
  return { id, fence };
}

/** Moves everything that has happened to a session into the past. */
async function wait(sessionId: string, seconds: number): Promise<void> {
  const earlier = ['queued_at', 'started_at', 'heartbeat_at', 'used_at']
    .map((column) => `${column} = ${column} - make_interval(secs => ${seconds})`)
    .join(', ');
  await site.query(`UPDATE terminal_session SET ${earlier} WHERE id = $1`, [sessionId]);
}

/** The runner reports every ten seconds. */
async function use(
  session: { id: string; fence: number },
  seconds: number,
  isInUse = true,
): Promise<boolean> {
  let isOver = false;
  for (let left = seconds; left > 0 && !isOver; left -= 10) {
    await wait(session.id, Math.min(left, 10));
    isOver = await sessionHeartbeat(session.id, session.fence, isInUse);
  }
  return isOver;
}

describe('the queue', () => {
  test('sessions are given out in order, each once', async () => {
    const second = await newLearner();
    const { id } = await openSession(learner.id);
    const other = await openSession(second.id);
    expect(await sessionOf(learner.id, id)).toEqual({ id, state: 'waiting', place: 1 });
    expect(await ownSession(second.id)).toEqual({ id: other.id, state: 'waiting', place: 2 });
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((name) => claimed(name)));
    const given = claims.filter((claim) => claim !== undefined).map(({ sessionId }) => sessionId);
    expect(given.toSorted()).toEqual([id, other.id].toSorted());
    expect((await ownSession(learner.id))?.state).toBe('running');
  });

  test('a waiting claim is woken, and its key tells nothing about the learner', async () => {
    const waiting = claimSession({ runner: runner(), waitMs: 20_000 }, never);
    const { id } = await openSession(learner.id);
    const claim = await waiting;
    expect(claim).toEqual({ sessionId: id, fence: 1, learnerKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test('a learner has one session, also if two are asked for at once', async () => {
    const sessions = await Promise.all([openSession(learner.id), openSession(learner.id)]);
    expect(sessions[0]).toEqual(sessions[1]);
    expect(await site.query('SELECT FROM terminal_session')).toHaveLength(1);
  });

  test('without a runner that offers terminals, nothing is queued', async () => {
    await noteRunner(runner('runner-1', { terminalsAtOnce: 0 }));
    await expect(openSession(learner.id)).rejects.toMatchObject({ code: 'no-runner' });
    expect(await ownSession(learner.id)).toBeUndefined();
  });

  test('an unhealthy and a draining runner get none', async () => {
    await openSession(learner.id);
    const ill = runner('ill', { health: { ok: false, reasons: ['disk'] } });
    expect(await claimSession({ runner: ill, waitMs: 0 }, never)).toBeUndefined();
    await noteRunner(runner('leaving'));
    await site.query(`UPDATE runner SET draining = true WHERE name = 'leaving'`);
    expect(await claimed('leaving')).toBeUndefined();
    expect(await claimed()).toBeDefined();
  });

  test('there is a limit for all sessions together', async () => {
    for (let n = 0; n < 3; n++) await openSession((await newLearner()).id);
    await expect(openSession(learner.id)).rejects.toMatchObject({ code: 'rate-limited' });
  });
});

describe('the clock', () => {
  test('only time in use counts', async () => {
    const session = await running();
    expect(await use(session, 60, false)).toBe(false);
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ leftSeconds: 3_600, isCounting: false });
    await use(session, 60);
    const { leftSeconds, isCounting } = (await sessionOf(learner.id, session.id)) as Record<string, unknown>;
    expect(isCounting).toBe(true);
    expect(leftSeconds).toBeGreaterThanOrEqual(3_538);
    expect(leftSeconds).toBeLessThanOrEqual(3_541);
  });

  test('a runner that was silent for long does not use up the time', async () => {
    const session = await running();
    await wait(session.id, 3_000);
    await sessionHeartbeat(session.id, session.fence, true);
    const { leftSeconds } = (await sessionOf(learner.id, session.id)) as { leftSeconds: number };
    expect(leftSeconds).toBeGreaterThanOrEqual(3_579);
  });

  test('the session ends when its time is used, and can be extended before as far as the day allows', async () => {
    const session = await running();
    await use(session, 59 * 60);
    expect(await extendSession(learner.id, session.id)).toMatchObject({ canExtend: false });
    const { leftSeconds } = (await sessionOf(learner.id, session.id)) as { leftSeconds: number };
    expect(Math.round(leftSeconds / 60), '100 minutes a day, of which 59 are used').toBe(41);
    await expect(extendSession(learner.id, session.id)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(await use(session, 41 * 60)).toBe(true);
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ state: 'ended', reason: 'time' });
    expect((await terminalAllowance(learner.id)).dayMinutesLeft).toBe(0);
    await expect(openSession(learner.id)).rejects.toMatchObject({ code: 'rate-limited' });
    await wait(session.id, 24 * 3_600);
    expect(await openSession(learner.id)).toMatchObject({ state: 'waiting' });
  });

  test('pressed twice, extending adds the time once', async () => {
    const session = await running();
    await use(session, 60);
    const both = [extendSession(learner.id, session.id), extendSession(learner.id, session.id)];
    const left = (await Promise.all(both)).map((view) => (view as { leftSeconds: number }).leftSeconds);
    expect(left[0]).toBe(left[1]);
    expect(left[0]).toBe(3_600);
  });

  test('a session that nobody uses ends, and one that is used does not', async () => {
    const session = await running();
    expect(await use(session, 19 * 60, false)).toBe(false);
    await sessionHeartbeat(session.id, session.fence, true);
    expect(await use(session, 19 * 60, false)).toBe(false);
    expect(await use(session, 2 * 60, false)).toBe(true);
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ state: 'ended', reason: 'idle' });
  });

  test('however little it is used, it ends after twelve hours', async () => {
    const session = await running();
    await site.query(`UPDATE terminal_session SET started_at = now() - interval '12 hours 1 second'`);
    expect(await sessionHeartbeat(session.id, session.fence, true)).toBe(true);
  });
});

describe('the end', () => {
  test('by the learner: the runner learns it with its next heartbeat', async () => {
    const session = await running();
    expect(await closeSession(learner.id, session.id)).toMatchObject({ state: 'ended', reason: 'closed' });
    expect(await closeSession(learner.id, session.id), 'pressed twice').toMatchObject({ reason: 'closed' });
    expect(await sessionHeartbeat(session.id, session.fence, true)).toBe(true);
    expect(await openSession(learner.id)).not.toMatchObject({ id: session.id });
  });

  test('before anything was typed, a lost session starts again, and only the newest claim may report', async () => {
    const session = await running();
    await wait(session.id, 21);
    expect(await sweepSessions()).toBe(1);
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ state: 'waiting' });
    await expect(sessionHeartbeat(session.id, session.fence, true)).rejects.toMatchObject(stale);
    const again = (await claimed('runner-2'))!;
    expect(again.fence).toBe(2);
    await expect(sessionHeartbeat(session.id, session.fence, true)).rejects.toMatchObject(stale);
    await expect(sessionLost(session.id, failed(session.fence))).rejects.toMatchObject(stale);
    await expect(sessionLost(session.id, ownEngine(session.fence))).rejects.toMatchObject(stale);
    expect(await sessionHeartbeat(session.id, 2, true)).toBe(false);
  });

  test('a runner that reports in time keeps its session', async () => {
    const session = await running();
    await wait(session.id, 19);
    expect(await sweepSessions()).toBe(0);
  });

  test('after that, it ends as our fault, and its time is given back', async () => {
    const session = await running();
    await use(session, 600);
    await sessionLost(session.id, failed(session.fence));
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ state: 'ended', reason: 'fault' });
    expect((await terminalAllowance(learner.id)).dayMinutesLeft).toBe(100);
  });

  test('a learner who ends their own engine uses their time, and the session ends, typed in or not', async () => {
    const session = await running();
    await use(session, 600);
    await sessionLost(session.id, ownEngine(session.fence));
    expect(await sessionOf(learner.id, session.id)).toMatchObject({ state: 'ended', reason: 'engine' });
    // Ten minutes, and what the clock of the database has counted since.
    expect((await terminalAllowance(learner.id)).dayMinutesLeft).toBe(89);
    const unused = await running();
    await sessionLost(unused.id, ownEngine(unused.fence));
    expect(await sessionOf(learner.id, unused.id)).toMatchObject({ state: 'ended', reason: 'engine' });
    await expect(sessionLost(unused.id, failed(unused.fence)), 'too late').rejects.toMatchObject(stale);
    expect(await sessionOf(learner.id, unused.id)).toMatchObject({ reason: 'engine' });
  });

  test('a session that cannot be started ends after three attempts', async () => {
    const { id } = await openSession(learner.id);
    for (const fence of [1, 2, 3]) {
      await claimed();
      await sessionLost(id, failed(fence));
    }
    expect(await sessionOf(learner.id, id)).toMatchObject({ state: 'ended', reason: 'fault' });
  });

  test('old sessions are deleted', async () => {
    const session = await running();
    await closeSession(learner.id, session.id);
    await site.query(`UPDATE terminal_session SET ended_at = now() - interval '29 days'`);
    await expire();
    expect(await site.query('SELECT FROM terminal_session')).toHaveLength(1);
    await site.query(`UPDATE terminal_session SET ended_at = now() - interval '31 days'`);
    await expire();
    expect(await site.query('SELECT FROM terminal_session')).toHaveLength(0);
  });
});

describe('whose it is', () => {
  test('no one else sees, extends or ends it', async () => {
    const session = await running();
    const stranger = await newLearner();
    await expect(sessionOf(stranger.id, session.id)).rejects.toMatchObject(notFound);
    await expect(extendSession(stranger.id, session.id)).rejects.toMatchObject(notFound);
    await expect(closeSession(stranger.id, session.id)).rejects.toMatchObject(notFound);
    expect((await sessionOf(learner.id, session.id)).state).toBe('running');
  });

  test('signing in takes it along', async () => {
    const session = await running();
    const account = await newLearner();
    await adoptWork(learner.id, account.id);
    expect(await ownSession(account.id)).toMatchObject({ id: session.id, state: 'running' });
  });

  test('of two, the account keeps its own', async () => {
    const session = await running();
    const account = await newLearner();
    const own = await running(account);
    await adoptWork(learner.id, account.id);
    expect(await ownSession(account.id)).toMatchObject({ id: own.id });
    expect(await sessionOf(account.id, session.id)).toMatchObject({ state: 'ended', reason: 'closed' });
  });
});
