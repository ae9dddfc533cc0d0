import { setTimeout as delay } from 'node:timers/promises';
import type { Phase, Timings } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { type Visitor, newLearner, runner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite, type RunnerCall } from './fault-site.ts';
import { containersOf } from './remains.ts';
import type { RunnerProcess } from './runner-process.ts';
import { until } from './until.ts';

/** The point of a run at which its runner is killed: at the claim, in a phase, or while the result is sent. */
const stages = [
  'claimed',
  'sandbox',
  'cold-build',
  'run',
  'result not yet sent',
  'static',
  'replay',
  'image',
  'grade',
  'result stored, not yet answered',
] as const;
type Stage = (typeof stages)[number];
const timingOf: Partial<Record<string, keyof Timings>> = {
  static: 'staticMs',
  sandbox: 'sandboxMs',
  'cold-build': 'coldBuildMs',
  replay: 'replayMs',
  image: 'imageMs',
  run: 'runMs',
} satisfies Partial<Record<Phase, keyof Timings>>;

/** Total number of kills, spread over the stages. */
const kills = Number(process.env.FAULT_KILLS ?? 5);
const killsOf = (stage: Stage) =>
  Array.from({ length: kills }, (_, n) => stages[n % stages.length]).filter((each) => each === stage).length;

let bed: FaultBed;
let learner: Visitor;
/** Finishes the runs that the killed runners started, and nothing else. */
let survivor: RunnerProcess;
/** How long each phase of an undisturbed run takes on this machine. */
let usual: Timings;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  survivor = bed.runner('survivor', { SANDBOX_MAX: '1' });
  learner = await newLearner();
  bed.site.watch = async (call) => {
    if (call.kind === 'claim' && !call.answered) await untilQueued(call);
    return 'continue';
  };
  await survivor.waitForLog('runner ready');
  await noteRunner(runner('survivor'));
  usual = (await bed.verdict(learner, await bed.submit(learner))).timings;
  begunBefore = 1;
});
afterAll(() => bed.close());

/** Whether a call marks the start of this stage. */
function begins(stage: Stage, call: RunnerCall): boolean {
  if (stage === 'claimed') return call.claimed !== undefined;
  if (stage === 'result not yet sent') return call.kind === 'result' && !call.answered;
  if (stage === 'result stored, not yet answered') return call.kind === 'result' && call.answered;
  return (
    !call.answered &&
    (call.events ?? []).some(
      (event) => event.type === 'phase' && event.phase === stage && event.state === 'started',
    )
  );
}

/** How often a run must have been started before the survivor may claim it. */
let begunBefore = 0;

/** Delays a claim of the survivor until there is a run for it. */
async function untilQueued({ signal }: RunnerCall): Promise<void> {
  while (
    !signal.aborted &&
    (await bed.site.query(`SELECT 1 FROM run WHERE state = 'queued' AND attempts >= $1`, [begunBefore]))
      .length === 0
  )
    await delay(50);
}

test.for(stages.slice(0, kills))(
  'a runner is killed and does not come back: %s',
  { timeout: kills * 120_000 },
  async (stage, context) => {
    const seconds: number[] = [];
    let grades = 0;
    let leaks = 0;
    const tries = killsOf(stage);
    for (let n = 0; n < tries; n++) {
      const outcome = await killOnce(stage, n / tries);
      grades += outcome.grades;
      leaks += outcome.leaks;
      seconds.push(outcome.seconds);
    }
    note(context, { case: 40, what: `runner killed: ${stage}`, tries, grades, leaks, seconds });
    expect({ grades, leaks }).toEqual({ grades: tries, leaks: 0 });
  },
);

/**
 * A run is started by a runner that is killed, and finished by another on the same machine.
 *
 * @param share the share of the stage's usual duration that passes before the kill
 */
async function killOnce(
  stage: Stage,
  share: number,
): Promise<{ grades: number; leaks: number; seconds: number }> {
  let killedAt: number | undefined;
  let struck = false;
  let containers: string[] = [];
  const strike = async () => {
    containers = await containersOf(bed.env.DATA_DIR, bed.env.DOCKER_SOCKET, victim.pid);
    await victim.kill();
    killedAt = performance.now();
  };
  // Only stages that take time have a middle.
  const timing = timingOf[stage];
  const delayMs = timing === undefined ? 0 : share * (usual[timing] ?? 0);
  bed.site.watch = async (call) => {
    if (call.kind === 'claim' && call.runner?.name === 'survivor') {
      if (!call.answered) await untilQueued(call);
      return 'continue';
    }
    if (struck || !begins(stage, call)) return 'continue';
    struck = true;
    if (delayMs >= 1) {
      setTimeout(() => void strike(), delayMs);
      return 'continue';
    }
    await strike();
    return 'drop';
  };
  const victim = bed.runner('victim');
  const runId = await bed.submit(learner);
  await until('the kill', () => killedAt).finally(() => victim.kill());
  const { status } = await bed.verdict(learner, runId);
  expect(status).toBe('graded');
  const seconds = (performance.now() - (killedAt ?? 0)) / 1_000;
  const leaks = await bed.leaks([survivor], containers);
  const { grades } = await bed.record(runId);
  return { grades, leaks, seconds };
}

test('after the last runner has stopped, nothing of any runner is left', async () => {
  await bed.stopRunners();
  expect(await bed.leaks([])).toBe(0);
});
