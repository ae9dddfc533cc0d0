import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ResultDocument } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FaultBed } from '../faults/fault-bed.ts';
import { openFaultSite } from '../faults/fault-site.ts';
import type { RunnerProcess } from '../faults/runner-process.ts';
import { until } from '../faults/until.ts';
import { newLearner, type Visitor } from '../site/site.ts';
import { podNames, podSettings, sharedCluster } from './pods.ts';
import { runnerAccount } from './runner-account.ts';

const cluster = sharedCluster();
/** How often the API server is killed, while runs go on. */
const kills = Number(process.env.KUBERNETES_KILLS ?? 3);

let bed: FaultBed;
let learner: Visitor;

beforeAll(async () => {
  const KUBECONFIG = await runnerAccount(cluster, 'default');
  bed = new FaultBed(await openFaultSite(), { ...podSettings, KUBECONFIG });
  learner = await newLearner();
});
afterAll(() => bed?.close());
afterEach(async () => {
  bed.site.watch = async () => 'continue';
  await bed.stopRunners();
  await untilGone();
});

const base = 'FROM python:3.11-slim-bookworm\n';
const slowBuild = `${base}RUN echo here && sleep 8\n`;

/** Waits until the cluster has no sandbox left. */
async function untilGone(namespace = 'default'): Promise<void> {
  await until('no pod left', async () => ((await podNames(namespace)).length === 0 ? true : undefined));
}

async function ready(name: string, settings: Record<string, string> = {}): Promise<RunnerProcess> {
  const runner = bed.runner(name, settings);
  await runner.waitForLog('runner ready');
  return runner;
}

/** Does something once, when the output of a build has begun. */
function whenBuilding(strike: () => Promise<void>): void {
  let hasStruck = false;
  bed.site.watch = async ({ events = [] }) => {
    const isBuilding = events.some((event) => event.type === 'log' && event.text.includes('here'));
    if (isBuilding && !hasStruck) {
      hasStruck = true;
      await strike();
    }
    return 'continue';
  };
}

async function gradesOf(runId: string): Promise<{ result: ResultDocument; grades: number }> {
  const result = await bed.verdict(learner, runId);
  return { result, grades: (await bed.record(runId)).grades };
}

test.each([
  [
    'evicted',
    async (pod: string) => {
      const body = join(bed.env.DATA_DIR, 'eviction.json');
      const metadata = { name: pod, namespace: 'default' };
      await writeFile(body, JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata }));
      await cluster.kubectl('create', '--raw', `/api/v1/namespaces/default/pods/${pod}/eviction`, '-f', body);
    },
  ],
  [
    'deleted at once, as with its node',
    (pod: string) => cluster.kubectl('delete', 'pod', pod, '--force', '--grace-period=0'),
  ],
])(
  'a pod that is %s in the middle of a build is one platform fault, and the next run works',
  async (_how, strike) => {
    await ready('runner');
    whenBuilding(async () => {
      const [pod] = await podNames();
      await strike(pod!.replace('pod/', ''));
    });
    const { result, grades } = await gradesOf(await bed.submit(learner, slowBuild));
    expect(result).toMatchObject({ status: 'infrastructure', failure: { phase: 'cold-build' } });
    expect(grades).toBe(1);
    expect(await gradesOf(await bed.submit(learner))).toMatchObject({
      result: { status: 'graded' },
      grades: 1,
    });
  },
);

test('a build outlives the death of the API server', async () => {
  await ready('runner');
  whenBuilding(() => cluster.kill('kube-apiserver'));
  const { result, grades } = await gradesOf(await bed.submit(learner, slowBuild));
  expect(result.failure).toBeUndefined();
  expect(result.status).toBe('graded');
  expect(grades).toBe(1);
});

test('a build whose time is up is not blamed for an outage', async () => {
  await ready('runner', { RUN_COLD_BUILD_SECONDS: '20' });
  whenBuilding(() => cluster.kill('kube-apiserver'));
  const { result, grades } = await gradesOf(await bed.submit(learner, `${base}RUN echo here && sleep 60\n`));
  const { status, failure } = result;
  expect({ status, failure, grades }).toMatchObject({
    status: 'infrastructure',
    failure: { phase: 'cold-build' },
    grades: 1,
  });
});

test(
  `the API server is killed ${kills} times during runs: one grade each, and none blames the learner`,
  { timeout: 300_000 + kills * 60_000 },
  async () => {
    await ready('runner');
    const undisturbed = await gradesOf(await bed.submit(learner));
    const seen: Record<string, number> = {};
    for (let n = 0; n < kills; n++) {
      const runId = await bed.submit(learner);
      await delay(undisturbed.result.timings.totalMs * Math.random());
      await cluster.kill('kube-apiserver');
      const { result, grades } = await gradesOf(runId);
      expect(grades).toBe(1);
      const outcome = result.status === 'graded' ? `graded with ${result.score}` : result.status;
      seen[outcome] = (seen[outcome] ?? 0) + 1;
    }
    console.log(`API server killed ${kills} times:`, seen);
    const allowed = ['infrastructure', `graded with ${undisturbed.result.score}`];
    expect(Object.keys(seen).filter((outcome) => !allowed.includes(outcome))).toEqual([]);
  },
);

test('with a quota that is used up, runs wait, and are graded when there is room', async () => {
  await cluster.kubectl('create', 'namespace', 'tight');
  const quota = async (pods: number) => {
    await cluster.kubectl('delete', 'quota', 'pods', '--namespace=tight', '--ignore-not-found');
    await cluster.kubectl('create', 'quota', 'pods', '--namespace=tight', `--hard=pods=${pods}`);
  };
  try {
    await quota(0);
    const KUBECONFIG = await runnerAccount(cluster, 'tight');
    await ready('runner', { KUBERNETES_NAMESPACE: 'tight', KUBECONFIG });
    const runId = await bed.submit(learner);
    await delay(5_000);
    expect((await bed.record(runId)).grades).toBe(0);
    await quota(1);
    expect(await gradesOf(runId)).toMatchObject({ result: { status: 'graded' }, grades: 1 });
    await bed.stopRunners();
    await untilGone('tight');
  } finally {
    await cluster.kubectl('delete', 'namespace', 'tight');
  }
});

test('while no node has room, runs wait after the first, and the reason is logged', async () => {
  const runner = await ready('runner', { KUBERNETES_NODE_SELECTOR: 'pool=none', SANDBOX_START_SECONDS: '3' });
  const { result } = await gradesOf(await bed.submit(learner));
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: { message: expect.stringContaining('no room for another sandbox') },
  });
  await runner.waitForLog("didn't match Pod's node affinity");
  const waiting = await bed.submit(learner);
  await delay(15_000);
  expect((await bed.record(waiting)).grades).toBe(0);
  await bed.stopRunners();
  await ready('runner');
  expect(await gradesOf(waiting)).toMatchObject({ result: { status: 'graded' }, grades: 1 });
});

test('without the image of sandboxes, a run ends once as a platform fault', async () => {
  await ready('runner', { KUBERNETES_IMAGE: 'registry.invalid/none:1', SANDBOX_START_SECONDS: '5' });
  expect(await gradesOf(await bed.submit(learner))).toMatchObject({
    result: { status: 'infrastructure', failure: { phase: 'sandbox' } },
    grades: 1,
  });
});

test('a runner is killed during a build: another one removes its pod and grades the run', async () => {
  const victim = await ready('victim');
  let orphans: string[] = [];
  whenBuilding(async () => {
    orphans = await podNames();
    await victim.kill();
  });
  const runId = await bed.submit(learner, slowBuild);
  await victim.ended;
  await ready('survivor');
  const { result, grades } = await gradesOf(runId);
  expect({ status: result.status, grades }).toEqual({ status: 'graded', grades: 1 });
  expect(orphans).toHaveLength(1);
  await until('no orphan', async () => ((await podNames()).includes(orphans[0]!) ? undefined : true));
});

test('a runner that is stopped drains: it finishes its run and removes its pods', async () => {
  const runner = await ready('runner', { RUNNER_DRAIN_SECONDS: '60' });
  whenBuilding(async () => runner.signal('SIGTERM'));
  const { result, grades } = await gradesOf(await bed.submit(learner, slowBuild));
  expect({ status: result.status, grades }).toEqual({ status: 'graded', grades: 1 });
  await runner.ended;
  expect(await podNames()).toEqual([]);
});
