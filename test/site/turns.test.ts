import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import type { AdminAccess } from '../../lib/operator/access.ts';
import { forgetNode, listNodes, setDraining } from '../../lib/operator/nodes.ts';
import { queueFacts } from '../../lib/operator/queue-facts.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { claim } from '../../lib/runs/claim.ts';
import { confirmedScore } from '../../lib/runs/confirmation.ts';
import { attemptsOf, newestRun, runOf } from '../../lib/runs/queries.ts';
import { finish } from '../../lib/runs/report.ts';
import { submit } from '../../lib/runs/submit.ts';
import {
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

const admin = { account: undefined, role: 'admin' } as unknown as AdminAccess;
const never = new AbortController().signal;
const [A, B, C] = ['sklearn-service', 'cache-order', 'non-root'] as const;
let site: Site;
let ada: Visitor;
let bob: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  [ada, bob] = await Promise.all([newLearner(), newLearner()]);
});
afterEach(() => site.clear('run', 'submission', 'runner'));

const claimNothing = (name?: string) => claim({ runner: runner(name), waitMs: 0 }, never);
const positionOf = async (learner: Visitor, runId: string) => (await runOf(learner.id, runId))?.queue?.place;

/** A practice run that passes with the given score. */
async function passes(learner: Visitor, exercise: string, score = 100): Promise<string> {
  const runId = await submitted(learner, exercise);
  const work = await claimed();
  expect(work).toMatchObject({ runId, fresh: false });
  await finish(runId, { fence: work.fence, result: verdict(exercise, { score }) });
  return runId;
}

describe('learners take turns', () => {
  test('the first run of one learner comes before the second of another', async () => {
    const adas = [await submitted(ada, A), await submitted(ada, B), await submitted(ada, C)];
    const bobs = await submitted(bob, A);
    expect([
      await positionOf(bob, bobs),
      await positionOf(ada, adas[1]!),
      await positionOf(ada, adas[2]!),
    ]).toEqual([2, 3, 4]);
    const given = [];
    for (let n = 0; n < 4; n++) given.push((await claimed()).runId);
    expect(given).toEqual([adas[0], bobs, adas[1], adas[2]]);
  });

  test('a run in progress counts as a turn', async () => {
    await submitted(ada, A);
    await claimed();
    const second = await submitted(ada, B);
    const bobs = await submitted(bob, A);
    expect([(await claimed()).runId, (await claimed()).runId]).toEqual([bobs, second]);
  });

  test('the time until a run starts is estimated from the runs before it, if they have been measured', async () => {
    const runId = await submitted(ada, A);
    const waiting = await submitted(bob, A);
    expect((await runOf(bob.id, waiting))?.queue?.startsInMs).toBeUndefined();
    const { fence } = await claimed();
    await finish(runId, { fence, result: verdict(A, { passed: false }) });
    await site.query(`UPDATE run SET started_at = finished_at - interval '30 seconds' WHERE id = $1`, [
      runId,
    ]);
    const adas = await submitted(ada, A);
    expect((await claimed('runner-1', { runsAtOnce: 1 })).runId).toBe(waiting);
    const startsInMs = (await runOf(ada.id, adas))?.queue?.startsInMs;
    expect(startsInMs).toBeGreaterThan(20_000);
    expect(startsInMs).toBeLessThanOrEqual(30_000);
  });
});

describe('a passed run is confirmed in a fresh engine', () => {
  test('automatically, not in the learner’s sandbox, and its result counts', async () => {
    const runId = await passes(ada, A, 91);
    expect((await runOf(ada.id, runId))?.confirmation).toEqual({ state: 'waiting' });
    expect(await confirmedScore(ada.id, A)).toBeUndefined();
    const practice = await submitted(ada, B);
    const learnersOwn = await claimed();
    expect(learnersOwn.runId).toBe(practice);
    const work = await claimed();
    expect(work).toMatchObject({ fresh: true, exercise: { slug: A } });
    expect(work.learnerKey).not.toBe(learnersOwn.learnerKey);
    await finish(work.runId, { fence: work.fence, result: verdict(A, { score: 90 }) });
    expect((await runOf(ada.id, runId))?.confirmation).toEqual({
      state: 'confirmed',
      runId: work.runId,
      score: 90,
    });
    expect(await confirmedScore(ada.id, A)).toBe(90);
    expect(await confirmedScore(bob.id, A)).toBeUndefined();
    const attempts = await attemptsOf(ada.id, A);
    expect(attempts.map(({ number, confirmation }) => [number, confirmation?.state])).toEqual([
      [1, 'confirmed'],
    ]);
    expect((await newestRun(ada.id, A))?.id).toBe(runId);
  });

  test('a confirmation is not confirmed again', async () => {
    await passes(ada, A);
    const { runId, fence } = await claimed();
    await finish(runId, { fence, result: verdict(A) });
    expect(await claimNothing()).toBeUndefined();
  });

  test('a run that did not pass is not confirmed', async () => {
    const runId = await submitted(ada, A);
    const { fence } = await claimed();
    await finish(runId, { fence, result: verdict(A, { passed: false, score: 40 }) });
    expect(await claimNothing()).toBeUndefined();
    expect((await runOf(ada.id, runId))?.confirmation).toBeUndefined();
  });

  test('if it differs, nothing counts and the run shows it', async () => {
    const runId = await passes(ada, A);
    const work = await claimed();
    await finish(work.runId, { fence: work.fence, result: verdict(A, { passed: false, score: 35 }) });
    const { confirmation } = (await runOf(ada.id, runId))!;
    expect(confirmation).toEqual({ state: 'differs', score: 35, runId: work.runId });
    expect(await confirmedScore(ada.id, A)).toBeUndefined();
  });

  test('if it ends with a platform fault, it is repeated twice', async () => {
    const runId = await passes(ada, A);
    const fault = verdict(A, { status: 'infrastructure', passed: false, score: 0 });
    for (const state of ['waiting', 'waiting', 'failed']) {
      const work = await claimed();
      await finish(work.runId, { fence: work.fence, result: fault });
      expect((await runOf(ada.id, runId))?.confirmation).toMatchObject({ state });
    }
    expect(await claimNothing()).toBeUndefined();
    expect(await confirmedScore(ada.id, A)).toBeUndefined();
  });

  test('near miss: a practice run that ends with a platform fault is not repeated', async () => {
    await submitted(ada, A);
    const { runId, fence } = await claimed();
    await finish(runId, { fence, result: verdict(A, { status: 'infrastructure', passed: false, score: 0 }) });
    expect(await claimNothing()).toBeUndefined();
  });

  test('once it has failed, the best pass that was left out for it is confirmed', async () => {
    await passes(ada, A, 90);
    const first = await claimed();
    await passes(ada, A, 80);
    const second = await passes(ada, A, 85);
    await finish(first.runId, { fence: first.fence, result: verdict(A, { passed: false, score: 10 }) });
    expect((await runOf(ada.id, second))?.confirmation).toEqual({ state: 'waiting' });
    const next = await claimed();
    await finish(next.runId, { fence: next.fence, result: verdict(A, { score: 85 }) });
    expect(await confirmedScore(ada.id, A)).toBe(85);
    expect(await claimNothing(), 'the one with 80 is not better').toBeUndefined();
  });

  test('only for more points than are confirmed or in progress', async () => {
    await passes(ada, A, 80);
    expect((await runOf(ada.id, await passes(ada, A, 80)))?.confirmation).toBeUndefined();
    expect((await runOf(ada.id, await passes(ada, A, 85)))?.confirmation).toEqual({ state: 'waiting' });
    const first = await claimed();
    await finish(first.runId, { fence: first.fence, result: verdict(A, { passed: false, score: 10 }) });
    expect((await runOf(ada.id, await passes(ada, A, 84)))?.confirmation).toBeUndefined();
    const second = await claimed();
    await finish(second.runId, { fence: second.fence, result: verdict(A, { score: 85 }) });
    expect((await runOf(ada.id, await passes(ada, A, 85)))?.confirmation).toBeUndefined();
    expect(await claimNothing()).toBeUndefined();
  });

  test('after practice runs, and a runner executes one confirmation at a time', async () => {
    await passes(ada, A);
    await passes(bob, A);
    const practice = await submitted(await newLearner(), A);
    expect((await claimed()).runId).toBe(practice);
    const one = await claimed();
    expect(one.fresh).toBe(true);
    expect(await claimNothing()).toBeUndefined();
    expect((await claimed('runner-2')).fresh).toBe(true);
  });

  test('the end of a confirmation wakes the runner that waits for the next', async () => {
    await passes(ada, A);
    await passes(bob, A);
    const one = await claimed();
    const waiting = claim({ runner: runner(), waitMs: 20_000 }, never);
    await finish(one.runId, { fence: one.fence, result: verdict(A) });
    expect(await waiting).toMatchObject({ fresh: true });
  });

  test('while the learner practises the exercise, and can cancel only the practice run', async () => {
    await passes(ada, A);
    const confirming = await claimed();
    const again = await submit(ada.id, { exercise: A, files: {} });
    expect(again.kind).toBe('queued');
    await expect(cancel(ada.id, confirming.runId)).rejects.toMatchObject({ code: 'not-found' });
    expect((await runOf(ada.id, confirming.runId))?.status).toBe('running');
  });
});

describe('nodes', () => {
  const gpu = { labels: ['cpu', 'gpu'] };
  const needGpu = (runId: string) => site.query(`UPDATE run SET needs = '{gpu}' WHERE id = $1`, [runId]);

  test('a run waits for a node with its labels and shows which labels no node has', async () => {
    const runId = await submitted(ada, A);
    await needGpu(runId);
    expect(await claimNothing()).toBeUndefined();
    expect((await runOf(ada.id, runId))?.queue).toMatchObject({ runners: 0, lacks: ['gpu'] });
    const bobs = await submitted(bob, A);
    expect((await claimed()).runId).toBe(bobs);
    await noteRunner(runner('gpu-1', gpu));
    expect((await runOf(ada.id, runId))?.queue).toMatchObject({ runners: 1, lacks: [] });
    expect((await claimed('gpu-1', gpu)).runId).toBe(runId);
  });

  test('a node that is reserved for runs with a GPU takes no others, and does not count for them', async () => {
    const reserved = { ...gpu, reservedFor: ['gpu'] };
    await site.query('DELETE FROM runner');
    await noteRunner(runner('gpu-1', reserved));
    const adas = await submitted(ada, A);
    const bobs = await submitted(bob, A);
    await needGpu(bobs);
    expect((await runOf(ada.id, adas))?.queue?.runners).toBe(0);
    expect((await runOf(bob.id, bobs))?.queue?.runners).toBe(1);
    expect((await claimed('gpu-1', reserved)).runId).toBe(bobs);
    expect(await claim({ runner: runner('gpu-1', reserved), waitMs: 0 }, never)).toBeUndefined();
    expect((await claimed('gpu-1', gpu)).runId).toBe(adas);
  });

  test('an unhealthy or draining node gets no runs and does not count as connected', async () => {
    const runId = await submitted(ada, A);
    const ill = { health: { ok: false, reasons: ['its disk is full'] } };
    expect(await claim({ runner: runner('runner-1', ill), waitMs: 0 }, never)).toBeUndefined();
    expect((await runOf(ada.id, runId))?.queue?.runners).toBe(0);
    await noteRunner(runner());
    await site.query('UPDATE runner SET draining = true');
    expect(await claimNothing()).toBeUndefined();
    expect((await runOf(ada.id, runId))?.queue?.runners).toBe(0);
    expect((await claimed('runner-2')).runId).toBe(runId);
  });
});

describe('a run that was just queued is left to the node that keeps its learner’s sandbox', () => {
  const keeper = 'runner-1';
  const other = 'runner-2';
  /** Ada has had a run on a node, which keeps her sandbox since. */
  const kept = async (name = keeper) => {
    await queuedBefore(await submitted(ada, A), 2_000);
    const { runId, fence } = await claimed(name);
    await finish(runId, { fence, result: verdict(A, { passed: false }) });
  };
  const changeKeeper = (set: string) => site.query(`UPDATE runner SET ${set} WHERE name = '${keeper}'`);
  const queuedBefore = (runId: string, ms: number) =>
    site.query(`UPDATE run SET queued_at = now() - make_interval(secs => $2::float8) WHERE id = $1`, [
      runId,
      ms / 1_000,
    ]);
  /** A run of Ada that counts as just queued for as long as a test takes. */
  const justQueued = async () => {
    const runId = await submitted(ada, B);
    await queuedBefore(runId, -60_000);
    return runId;
  };

  test('other nodes do not get it, but any other run behind it', async () => {
    await kept();
    const runId = await justQueued();
    const bobs = await submitted(bob, B);
    await queuedBefore(bobs, -61_000);
    expect((await claimed(other)).runId).toBe(bobs);
    expect(await claimNothing(other)).toBeUndefined();
    expect((await claimed(keeper)).runId).toBe(runId);
  });

  test('after a second, any node gets it, also if the keeper is still busy and connected', async () => {
    await kept();
    const runId = await justQueued();
    expect(await claimNothing(other)).toBeUndefined();
    await queuedBefore(runId, 1_001);
    expect((await claimed(other)).runId).toBe(runId);
  });

  test('a claim that waits gets it after that second, although nothing announces it', async () => {
    await kept();
    const runId = await submitted(ada, B);
    const began = performance.now();
    expect(await claim({ runner: runner(other), waitMs: 20_000 }, never)).toMatchObject({ runId });
    expect(performance.now() - began).toBeLessThan(15_000);
    const rows = await site.query<{ seconds: number }>(
      'SELECT extract(epoch FROM started_at - queued_at)::float8 AS seconds FROM run WHERE id = $1',
      [runId],
    );
    expect(rows[0]?.seconds).toBeGreaterThanOrEqual(1);
  });

  test('of two nodes that have executed the learner’s runs, it is left to the newest', async () => {
    await kept(keeper);
    await kept(other);
    const runId = await justQueued();
    expect(await claimNothing(keeper)).toBeUndefined();
    expect((await claimed(other)).runId).toBe(runId);
  });

  test.each<[name: string, change: () => Promise<unknown>]>([
    ['has disappeared', () => changeKeeper(`last_seen_at = now() - interval '2 minutes'`)],
    ['is unhealthy', () => changeKeeper('well = false')],
    ['is being drained', () => changeKeeper('draining = true')],
    ['was removed', () => site.query(`DELETE FROM runner WHERE name = '${keeper}'`)],
    ['lacks a label', () => site.query(`UPDATE run SET needs = '{gpu}' WHERE state = 'queued'`)],
    ['still prepares base images', () => changeKeeper(`info = info || '{"basesToCome": ["python:3.12"]}'`)],
    ['is reserved', () => changeKeeper(`info = info || '{"reservedFor": ["gpu"]}'`)],
    ['has already lost it', () => site.query(`UPDATE run SET attempts = 1 WHERE state = 'queued'`)],
  ])('near miss: a keeper that %s is not waited for', async (_name, change) => {
    await kept();
    const runId = await justQueued();
    await change();
    expect((await claimed(other, { labels: ['cpu', 'gpu'] })).runId).toBe(runId);
  });

  test.each<[name: string, before: () => Promise<unknown>]>([
    ['the learner has had no run', () => Promise.resolve()],
    [
      'the sandbox is in use, because another run of the learner is in progress',
      async () => {
        await kept();
        await submitted(ada, C);
        await claimed(keeper);
      },
    ],
    [
      'the learner’s earlier run was cancelled before a node had it',
      async () => cancel(ada.id, await submitted(ada, A)),
    ],
  ])('near miss: %s', async (_name, before) => {
    await before();
    const runId = await justQueued();
    expect((await claimed(other)).runId).toBe(runId);
  });
});

describe('an operator', () => {
  test('sees each node’s state, and can drain a node and let it take runs again', async () => {
    await noteRunner(runner('old', { hostEngineVersion: '20.10.24' }));
    await noteRunner(
      runner('ill', {
        health: { ok: false, reasons: ['its disk is full'] },
        hostEngineVersion: '29.5.1',
        engineVersion: '29.5.1',
      }),
    );
    await site.query(`UPDATE runner SET last_seen_at = now() - interval '2 minutes' WHERE name = 'old'`);
    await setDraining(admin, 'runner-1', true);
    expect((await listNodes()).map(({ name, state, warnings }) => [name, state, warnings.length])).toEqual([
      ['ill', 'unwell', 0],
      ['old', 'gone', 2],
      ['runner-1', 'draining', 2],
    ]);
    await noteRunner(runner());
    expect((await listNodes()).find(({ name }) => name === 'runner-1')?.state).toBe('draining');
    await setDraining(admin, 'runner-1', false);
    await submitted(ada, A);
    await claimed();
    expect((await listNodes()).find(({ name }) => name === 'runner-1')).toMatchObject({
      state: 'ready',
      runs: 1,
    });
  });

  test('can remove only a node that is gone', async () => {
    await noteRunner(runner('old'));
    await site.query(`UPDATE runner SET last_seen_at = now() - interval '2 minutes' WHERE name = 'old'`);
    await forgetNode(admin, 'old');
    await forgetNode(admin, 'runner-1');
    expect((await listNodes()).map(({ name }) => name)).toEqual(['runner-1']);
  });

  test('sees queued runs, what they wait for, and runs that ended with a platform fault', async () => {
    const runId = await submitted(ada, A);
    await site.query(
      `UPDATE run SET needs = '{gpu}', queued_at = now() - interval '1 minute' WHERE id = $1`,
      [runId],
    );
    const lost = await submitted(bob, B);
    const { fence } = await claimed();
    await finish(lost, {
      fence,
      result: verdict(B, {
        status: 'infrastructure',
        passed: false,
        score: 0,
        failure: { phase: 'sandbox', message: 'the disk is full' },
      }),
    });
    const facts = await queueFacts();
    expect(facts).toMatchObject({ practice: 1, confirmations: 0, running: 0, lacking: ['gpu'] });
    expect(facts.oldestWaitsMs).toBeGreaterThan(59_000);
    expect(facts.faults).toMatchObject([
      { runId: lost, exercise: B, attempts: 1, node: 'runner-1', message: 'the disk is full' },
    ]);
  });
});
