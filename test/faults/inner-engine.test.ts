import { readFile, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptsOf } from '../../lib/runs/queries.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import { type Visitor, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import { containersOf } from './remains.ts';
import type { RunnerProcess } from './runner-process.ts';

let bed: FaultBed;
let runner: RunnerProcess;
let learner: Visitor;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  runner = bed.runner('runner');
  await runner.waitForLog('runner ready');
  learner = await newLearner();
});
afterAll(() => bed.close());

const base = 'FROM python:3.11-slim-bookworm\n';

/** PIDs of a program in the runner's only sandbox, in this machine's numbering. */
async function pidsOf(program: string): Promise<number[]> {
  const [container = ''] = await containersOf(bed.env.DATA_DIR, bed.env.DOCKER_SOCKET, runner.pid);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [name, cgroup] = await Promise.all([
        readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''),
      ]);
      return name.trim() === program && cgroup.includes(container) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

test.for<[name: string, phase: string, dockerfile: string, strike: () => Promise<void>]>([
  [
    'the engine is killed in the middle of a build',
    'cold-build',
    `${base}RUN echo here && sleep 100\n`,
    async () => {
      for (const pid of await pidsOf('dockerd')) process.kill(pid, 'SIGKILL');
    },
  ],
  [
    'the whole sandbox is killed in the middle of a build',
    'cold-build',
    `${base}RUN echo here && sleep 100\n`,
    async () => {
      for (const id of await containersOf(bed.env.DATA_DIR, bed.env.DOCKER_SOCKET, runner.pid))
        await connectEngine(bed.env.DOCKER_SOCKET).getContainer(id).kill();
    },
  ],
  [
    'the whole sandbox is killed while the service runs',
    'run',
    `${base}CMD ["sh", "-c", "echo here; sleep 100"]\n`,
    async () => {
      for (const id of await containersOf(bed.env.DATA_DIR, bed.env.DOCKER_SOCKET, runner.pid))
        await connectEngine(bed.env.DOCKER_SOCKET).getContainer(id).kill();
    },
  ],
])(
  '%s: reported as a platform fault, and the next run works',
  async ([what, phase, dockerfile, strike], context) => {
    let struckAt: number | undefined;
    const seen = { output: false, image: phase !== 'run' };
    bed.site.watch = async (call) => {
      for (const event of call.events ?? []) {
        seen.output ||= event.type === 'log' && event.text.includes('here');
        // The image is read in parallel with the run, and a fault there would be reported for that phase.
        seen.image ||= event.type === 'phase' && event.phase === 'image' && event.state === 'done';
      }
      if (struckAt === undefined && seen.output && seen.image) {
        struckAt = performance.now();
        await strike();
      }
      return 'continue';
    };
    const runId = await bed.submit(learner, dockerfile);
    const result = await bed.verdict(learner, runId);
    const seconds = (performance.now() - (struckAt ?? 0)) / 1_000;
    expect(result).toMatchObject({
      status: 'infrastructure',
      passed: false,
      failure: { message: expect.stringMatching(/our fault|is not counted/) },
    });
    expect(
      (await attemptsOf(learner.id, 'small-service')).find((attempt) => attempt.runId === runId)?.outcome,
    ).toMatchObject({ status: 'infrastructure' });
    const leaks = await bed.leaks([runner]);

    const next = await bed.verdict(learner, await bed.submit(learner));
    expect(next.status).toBe('graded');
    const { grades } = await bed.record(runId);
    note(context, { case: 41, what, tries: 1, grades, leaks, seconds: [seconds] });
    expect({ grades, leaks }).toEqual({ grades: 1, leaks: 0 });
  },
);
