import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { connectedRunners, noteRunner } from '../../lib/nodes/runners.ts';
import { listNodes } from '../../lib/operator/nodes.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { finish, heartbeat } from '../../lib/runs/report.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import { type Site, claimed, newLearner, openSite, runner, silence, submitted, verdict } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
afterEach(() => vi.useRealTimers());

const hourMs = 3_600_000;
/** Shifts this process's clock, but not its timers. */
const clockOff = (byMs: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs });

test.each([
  ['an hour ahead, then right', hourMs, 0],
  ['an hour behind, then right', -hourMs, 0],
  ['right, then an hour ahead', 0, hourMs],
  ['right, then an hour behind', 0, -hourMs],
])(
  'a site whose clock is %s takes no run from a running runner, and requeues the run of a dead one',
  async (_name, first, second) => {
    const learner = await newLearner();
    clockOff(first);
    await noteRunner(runner());
    const runId = await submitted(learner, 'cache-order');
    const { fence } = await claimed();
    vi.useRealTimers();

    // Simulates another site that sweeps, or the same one after its clock was corrected.
    clockOff(second);
    expect([await connectedRunners(), (await listNodes())[0]?.state]).toEqual([1, 'ready']);
    expect(await sweep()).toEqual({ requeued: 0, ended: 0 });
    expect(await heartbeat(runId, fence)).toEqual({ cancelled: false });
    await silence(site, runId);
    expect(await sweep()).toEqual({ requeued: 1, ended: 0 });
    const again = await claimed();
    await finish(runId, { fence: again.fence, result: verdict('cache-order', { passed: false, score: 10 }) });
    expect((await runOf(learner.id, runId))?.status).toBe('done');
  },
);
