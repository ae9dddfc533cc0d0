import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContainerClock } from '../src/clock/container-clock.ts';
import {
  containerState,
  createContainer,
  createNetwork,
  healthSettings,
  removeContainer,
  startContainer,
} from '../src/engine/containers.ts';
import type { EngineContainer } from '../src/engine/engine-types.ts';
import { runCommand } from '../src/host/command.ts';
import { checkStartsMs } from '../src/runs/health-schedule.ts';
import type { RunningSandbox } from '../src/sandbox/docker/running-sandbox.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { build, openPool, type PoolFixture } from './sandbox-fixture.ts';

/**
 * Compares times derived from a HEALTHCHECK's settings, and from what the kernel says about processes, with
 * the behaviour of a real engine.
 */
let fixture: PoolFixture;
let sandbox: Sandbox;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('schedule');
});
afterAll(async () => {
  await fixture.pool.release(sandbox, 'discard');
  await fixture[Symbol.asyncDispose]();
});

async function started(name: string, dockerfile: string): Promise<EngineContainer> {
  const engine = sandbox.engine;
  expect(await build(sandbox, dockerfile)).toMatchObject({ kind: 'built' });
  const container = await createContainer(engine, {
    runId: name,
    image: 'test:latest',
    network: await createNetwork(engine, name),
    memoryMib: 256,
    pids: 50,
  });
  expect(await startContainer(container)).toBeUndefined();
  return container;
}

const sleeps = 'FROM python:3.11-slim-bookworm\nCMD ["sleep", "600"]\n';

test.each([
  ['interval', '--interval=2s'],
  ['start-interval', '--interval=300s --start-period=60s --start-interval=1s'],
  ['no-start-interval', '--interval=7s --start-period=60s'],
])('the first check does not come earlier than the settings specify: %s', async (name, flags) => {
  const container = await started(name, `${sleeps}HEALTHCHECK ${flags} CMD true\n`);
  const settings = (await healthSettings(container))!;
  await expect.poll(async () => (await containerState(container)).health?.probes.length).toBeGreaterThan(0);
  const { health, startedAtMs } = await containerState(container);
  expect(health!.probes[0]!.startMs - startedAtMs).toBeGreaterThanOrEqual(checkStartsMs(settings, 0));
  await removeContainer(container);
});

test('as many consecutive failures as retries make it unhealthy', async () => {
  const container = await started('retries', `${sleeps}HEALTHCHECK --interval=1s --retries=3 CMD false\n`);
  await expect.poll(async () => (await containerState(container)).health?.status).toBe('unhealthy');
  expect((await containerState(container)).health!.probes.length).toBeGreaterThanOrEqual(3);
  expect(await healthSettings(container)).toMatchObject({
    command: ['/bin/sh', '-c', 'false'],
    retries: 3,
    timeoutMs: 30_000,
    startPeriodMs: 0,
  });
  await removeContainer(container);
});

test('next to other work, a container that computes loses more time than one that sleeps', async () => {
  const hogs = Array.from({ length: 6 }, () => spawn('sh', ['-c', 'while :; do :; done']));
  try {
    const lostMsOf = async (name: string, code: string) => {
      const container = await started(
        name,
        `FROM python:3.11-slim-bookworm\nCMD ["python", "-c", "${code}"]\n`,
      );
      const clock = await ContainerClock.start(sandbox, (await containerState(container)).pid ?? 0);
      for (let readings = 0; readings < 20; readings++) {
        await clock.elapsedMs();
        await delay(100);
      }
      const { pid } = await containerState(container);
      await removeContainer(container);
      expect(pid, 'it keeps running the whole time').toBeDefined();
      return clock.lostMs();
    };
    const computing = await lostMsOf('computes', 'while True: pass');
    expect(computing).toBeGreaterThan(0);
    expect(await lostMsOf('sleeps', 'import time; time.sleep(600)')).toBeLessThan(computing);
  } finally {
    for (const hog of hogs) hog.kill('SIGKILL');
  }
});

test('a container loses the time for which it waits for the disk, but its sandbox does not', async () => {
  const container = await started(
    'writes',
    'FROM python:3.11-slim-bookworm\nCMD ["sh", "-c", "while :; do echo x > /written; done"]\n',
  );
  const { pid = 0 } = await containerState(container);
  const [ofContainer, ofSandbox] = [
    await ContainerClock.start(sandbox, pid),
    await ContainerClock.start(sandbox, 'sandbox'),
  ];
  const disk = join(dirname(dirname((sandbox as RunningSandbox).engineSocket)), 'data');
  await runCommand('fsfreeze', ['--freeze', disk]);
  const frozenAtMs = performance.now();
  try {
    while (performance.now() - frozenAtMs < 2_000) {
      await Promise.all([ofContainer.elapsedMs(), ofSandbox.elapsedMs()]);
      await delay(100);
    }
  } finally {
    await runCommand('fsfreeze', ['--unfreeze', disk]);
  }
  const [lost, lostOfSandbox] = [await ofContainer.lostMs(), await ofSandbox.lostMs()];
  await removeContainer(container);
  expect(lost).toBeGreaterThan(1_000);
  expect(lost - lostOfSandbox).toBeGreaterThan(1_000);
});
