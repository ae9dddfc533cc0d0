import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunEvent } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { sandboxGrader } from '../../sandbox-runner/src/content/sandbox-grader.ts';
import { simulatedDevice } from '../../sandbox-runner/src/gpu/attachment.ts';
import { executeRun } from '../../sandbox-runner/src/runs/run.ts';
import type { BackendSandbox } from '../../sandbox-runner/src/sandbox/backend.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import { Unschedulable } from '../../sandbox-runner/src/sandbox/kubernetes/cluster-room.ts';
import { openKubernetesBackend } from '../../sandbox-runner/src/sandbox/kubernetes/kubernetes-backend.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { gpuProgram } from '../../sandbox-runner/test/gpu-program.ts';
import { build } from '../../sandbox-runner/test/sandbox-fixture.ts';
import { FaultBed } from '../faults/fault-bed.ts';
import { openFaultSite } from '../faults/fault-site.ts';
import { until } from '../faults/until.ts';
import { newLearner } from '../site/site.ts';
import { simulatedGpu } from './cluster/simulated-gpu.ts';
import { podEnv, podNames, podSettings, sharedCluster } from './pods.ts';
import { runnerAccount } from './runner-account.ts';

// The node has one GPU, which is simulated: cluster/binaries/simulated_gpu.go.
const KUBERNETES_GPU_RESOURCE = simulatedGpu.resource;
const contentRoot = join(import.meta.dirname, '../../content');
const never = new AbortController().signal;
const gpuEnv = (more: Readonly<Record<string, string>> = {}): RunnerEnv =>
  podEnv({ KUBERNETES_GPU_RESOURCE, ...more });

describe('a run in a pod with a GPU', () => {
  let pool: SandboxPool;
  const faults: unknown[] = [];
  beforeAll(async () => {
    pool = await createSandboxPool(gpuEnv(), console.error);
  });
  afterAll(() => pool?.close());

  test('reaches it through the driver of the pod, and its document says that it was simulated', async () => {
    const { exercise, solution } = await loadExercise(contentRoot, 'gpu-train');
    const files = solution.map((file) => (file.path === 'Dockerfile' ? { ...file, data: gpuProgram } : file));
    const events: RunEvent[] = [];
    const result = await executeRun(
      { runId: 'pod-gpu', learnerKey: 'pod-gpu', exercise, files },
      {
        pool,
        limits: gpuEnv(),
        signal: never,
        onEvent: (event) => events.push(event),
        onFault: (fault) => faults.push(fault),
      },
    );
    expect(faults).toEqual([]);
    expect(result.status).toBe('graded');
    expect(result.notices).toContainEqual(expect.stringMatching(/^Simulated GPU: /));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'log', text: expect.stringContaining('reached Simulated GPU') }),
    );
    const usable = result.checks.find(({ id }) => id === 'cuda-usable');
    expect(usable).toMatchObject({ status: 'skipped', simulated: true, points: 0 });
    expect(usable?.evidence).toContainEqual({ label: 'Simulated', value: true, unit: 'text' });
    // No pod is left, which would hold the GPU.
    expect(pool.stats()).toMatchObject({ busy: 0, kept: 0, warm: 0 });
  });

  test('can allocate its memory: the solution of an exercise passes', async () => {
    const { exercise, solution } = await loadExercise(contentRoot, 'two-on-one-gpu');
    const grade = sandboxGrader(pool, gpuEnv(), never, (fault) => faults.push(fault));
    const how = { learnerKey: 'pod-gpu', next: 'discard', replays: 'until-answered' } as const;
    const result = await grade(exercise, solution, how);
    expect(faults).toEqual([]);
    expect(result.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(result).toMatchObject({ status: 'graded', passed: true });
    expect(result.notices).toContainEqual(expect.stringMatching(/^Simulated GPU: /));
  });
});

describe('the GPU of a pod', () => {
  const made: BackendSandbox[] = [];
  afterEach(() => Promise.all(made.splice(0).map((one) => one.destroy())));
  const create = async (env: RunnerEnv) => {
    const sandbox = await (await openKubernetesBackend(env)).create();
    made.push(sandbox);
    return sandbox;
  };
  const dockerfile = `FROM python:3.11-slim-bookworm
RUN ls /dev /usr/bin >/listing && ! grep nvidia /listing
`;

  test('is not in its builds, and not in pods without the resource', async () => {
    const { sandbox } = await create(gpuEnv());
    expect(sandbox.gpu).toEqual({ device: simulatedDevice, simulated: true });
    expect((await build(sandbox, dockerfile)).kind).toBe('built');
    const without = await create(podEnv());
    expect(without.sandbox.gpu).toBeUndefined();
    const list = (pod: string) =>
      sharedCluster().kubectl('exec', pod, '--', 'sh', '-c', 'ls /dev /usr/bin | grep nvidia || echo none');
    expect((await list(sandbox.id)).split('\n')).toEqual(['nvidia0', 'nvidiactl', 'nvidia-smi', '']);
    expect(await list(without.sandbox.id)).toBe('none\n');
  });

  test('is waited for while another pod has it, and reported as missing if that takes too long', async () => {
    const first = await create(gpuEnv());
    const impatient = await openKubernetesBackend(gpuEnv({ SANDBOX_START_SECONDS: '3' }));
    const failed = await impatient.create().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Unschedulable);
    expect(await impatient.room()).toMatchObject({
      isEnough: false,
      shortage: expect.stringContaining(`Insufficient ${KUBERNETES_GPU_RESOURCE}`),
    });
    const second = create(gpuEnv());
    await expect.poll(() => podNames()).toHaveLength(2);
    await delay(2_000);
    expect(made).toEqual([first]);
    await first.destroy();
    expect((await second).sandbox.gpu?.device.name).toBe('Simulated GPU');
  });
});

describe('a runner whose pods have a GPU', () => {
  let bed: FaultBed;
  beforeAll(async () => {
    const KUBECONFIG = await runnerAccount(sharedCluster(), 'default');
    bed = new FaultBed(await openFaultSite(), { ...podSettings, KUBECONFIG });
  });
  afterAll(() => bed?.close());
  afterEach(() => bed.stopRunners());

  const reported = async (name: string) => {
    const [row] = await bed.site.query<{ labels: string[]; info: { gpus?: object; health: object } }>(
      'SELECT labels, info FROM runner WHERE name = $1',
      [name],
    );
    return row;
  };

  test('reports it, and takes only runs that need one', async () => {
    bed.runner('gpu', { KUBERNETES_GPU_RESOURCE });
    await until('a node with a GPU', async () =>
      (await reported('gpu'))?.labels.includes('gpu') ? true : undefined,
    );
    expect((await reported('gpu'))?.info).toMatchObject({
      gpus: { devices: [simulatedDevice], via: 'kubernetes', simulated: true },
      health: { ok: true },
    });
    const learner = await newLearner();
    const runId = await bed.submit(learner);
    await delay(5_000);
    expect((await bed.record(runId)).fence).toBe(0);
    await bed.site.query(`UPDATE run SET needs = '{gpu}' WHERE id = $1`, [runId]);
    expect(await bed.verdict(learner, runId)).toMatchObject({ status: 'graded' });
    await until('no pod left', async () => ((await podNames()).length === 0 ? true : undefined));
  });

  test('without a GPU of that name, it says so and takes no runs', async () => {
    const runner = bed.runner('wrong', {
      KUBERNETES_GPU_RESOURCE: 'example.com/none',
      SANDBOX_START_SECONDS: '3',
    });
    await runner.waitForLog('KUBERNETES_GPU_RESOURCE=example.com/none: pod');
    await runner.waitForLog('Insufficient example.com/none');
    const node = await until('its report', async () => {
      const found = await reported('wrong');
      return JSON.stringify(found?.info.health).includes('Insufficient') ? found : undefined;
    });
    expect(node.labels).not.toContain('gpu');
    expect(node.info.health).toMatchObject({ ok: false });
    // It goes on, and tries again later.
    expect(await podNames()).toEqual([]);
    runner.signal('SIGTERM');
    await runner.ended;
  });
});
