import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { connectEngine, engineAnswers } from '../../sandbox-runner/src/engine/connect.ts';
import { loadImage, saveImage } from '../../sandbox-runner/src/engine/host.ts';
import { buildSandboxImage } from '../../sandbox-runner/src/sandbox/docker/image.ts';
import { type Visitor, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import type { RunnerProcess } from './runner-process.ts';
import { until } from './until.ts';

/** The test uses its own engine in addition to the machine's, which others use. */
let dir: string;
let socket: string;
let engine: ChildProcess;
let bed: FaultBed;
let runner: RunnerProcess;
let learner: Visitor;

async function startEngine(): Promise<void> {
  const log = await open(join(dir, 'dockerd.log'), 'a');
  // In its own network namespace, because an engine without a bridge removes docker0, even if it belongs to another.
  engine = spawn(
    'unshare',
    [
      '--net',
      'dockerd',
      `--data-root=${dir}/data`,
      `--exec-root=${dir}/exec`,
      `--pidfile=${dir}/pid`,
      `--host=unix://${socket}`,
      '--bridge=none',
      '--iptables=false',
      '--ip6tables=false',
    ],
    { stdio: ['ignore', log.fd, log.fd] },
  );
  await log.close();
  await until('the engine', async () => ((await engineAnswers(socket)) ? true : undefined), {
    withinMs: 60_000,
  });
}

async function stopEngine(signal: NodeJS.Signals): Promise<void> {
  engine.kill(signal);
  await once(engine, 'exit');
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dfm-engine-'));
  socket = join(dir, 'docker.sock');
  await startEngine();
  const image = await buildSandboxImage(connectEngine(readRunnerEnv().DOCKER_SOCKET), () => {});
  await saveImage(connectEngine(readRunnerEnv().DOCKER_SOCKET), image, join(dir, 'image.tar'));
  await loadImage(connectEngine(socket), join(dir, 'image.tar'));
  process.env.DOCKER_SOCKET = socket;
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  runner = bed.runner('runner');
  await runner.waitForLog('runner ready');
  learner = await newLearner();
});
afterAll(async () => {
  await bed.close();
  await stopEngine('SIGTERM');
  await rm(dir, { recursive: true, force: true });
});

const untilHealth = (well: boolean) =>
  until(
    `the node to be ${well ? 'healthy' : 'unhealthy'}`,
    async () => (await bed.site.query('SELECT 1 FROM runner WHERE well = $1', [well]))[0],
  );

test('the node’s engine is stopped in the middle of a build and started again', async (context) => {
  let struckAt: number | undefined;
  bed.site.watch = async (call) => {
    if (
      struckAt === undefined &&
      (call.events ?? []).some((event) => event.type === 'log' && event.text.includes('here'))
    ) {
      struckAt = performance.now();
      await stopEngine('SIGTERM');
    }
    return 'continue';
  };
  const runId = await bed.submit(learner, 'FROM python:3.11-slim-bookworm\nRUN echo here && sleep 100\n');
  const result = await bed.verdict(learner, runId);
  const seconds = (performance.now() - (struckAt ?? 0)) / 1_000;
  expect(result).toMatchObject({
    status: 'infrastructure',
    failure: { message: expect.stringMatching(/our fault|is not counted/) },
  });
  // The node reports that its engine is unavailable, and a run waits for it.
  await untilHealth(false);
  expect(runner.lines.filter((line) => line.includes('takes no runs'))).toHaveLength(1);
  await startEngine();
  const next = await bed.verdict(learner, await bed.submit(learner));
  expect(next.status).toBe('graded');
  const leaks = await bed.leaks([runner]);
  const { grades } = await bed.record(runId);
  note(context, {
    case: 42,
    what: 'the node’s engine stopped in a build, then started',
    tries: 1,
    grades,
    leaks,
    seconds: [seconds],
  });
  expect({ grades, leaks }).toEqual({ grades: 1, leaks: 0 });
});
