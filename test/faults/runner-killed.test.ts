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

/** Where in its run a runner is killed: at the claim, in a phase, or around the sending of its result. */
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

/** Kills in all, spread over the stages. */
const kills = Number(process.env.FAULT_KILLS ?? 5);
const killsOf = (stage: Stage) =>
  Array.from({ length: kills }, (_, n) => stages[n % stages.length]).filter((each) => each === stage).length;

let bed: FaultBed;
let learner: Visitor;
/** Ends what the killed ones began; works on nothing else. */
let survivor: RunnerProcess;
/** How long each phase of a run takes here when nothing happens to it. */
let usual: Timings;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  survivor = bed.runner('survivor', { SANDBOX_MAX: '1' });
  learner = await newLearner();
  bed.site.watch = async (call) => {
    if (call.kind === 'claim' && !call.answered) await untilQueued(call);
    return 'go on';
  };
  await survivor.says('runner ready');
  await noteRunner(runner('survivor'));
  usual = (await bed.verdict(learner, await bed.submit(learner))).timings;
  begunBefore = 1;
});
afterAll(() => bed.close());

/** Whether a call is the moment at which this stage begins. */
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

/** How often a run must have been begun for the survivor to be let at it. */
let begunBefore = 0;

/** Holds a claim of the survivor back until there is a run for it. */
async function untilQueued({ signal }: RunnerCall): Promise<void> {
  while (
    !signal.aborted &&
    (await bed.site.query(`SELECT 1 FROM run WHERE state = 'queued' AND attempts >= $1`, [begunBefore]))
      .length === 0
  )
    await delay(50);
}

test.for(stages.slice(0, kills))(
  'a runner is killed and never comes back: %s',
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
 * A run begun by a runner that is killed, ended by another of the same machine.
 *
 * @param share of the stage's usual length that passes before the kill
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
  // Only what takes time has a middle.
  const timing = timingOf[stage];
  const delayMs = timing === undefined ? 0 : share * (usual[timing] ?? 0);
  bed.site.watch = async (call) => {
    if (call.kind === 'claim' && call.runner?.name === 'survivor') {
      if (!call.answered) await untilQueued(call);
      return 'go on';
    }
    if (struck || !begins(stage, call)) return 'go on';
    struck = true;
    if (delayMs >= 1) {
      setTimeout(() => void strike(), delayMs);
      return 'go on';
    }
    await strike();
    return 'lose';
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

test('once the last runner has ended, nothing of any is left', async () => {
  await bed.stopRunners();
  expect(await bed.leaks([])).toBe(0);
});
