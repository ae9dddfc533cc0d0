import { setTimeout as delay } from 'node:timers/promises';
import type { Lab, LabStep } from '@dfm/contracts/lab';
import { LabRun, type LabProgress } from '@dfm/labs/lab-run';
import { engineEvents } from '../engine/engine-events.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { commandsMs, prepareLab } from './prepare-lab.ts';
import { sandboxLabEngine } from './sandbox-lab-engine.ts';
import { TypedShell } from './typed-shell.ts';

/** How long after the commands of a wrong way the step must still be open. */
const staysOpenMs = 1_500;
/** How long after its reference a step may take to be done, such as until a service is healthy. */
const becomesDoneMs = 30_000;
const pauseMs = 200;

/** A part of a lab that was tried. */
export interface ReplayedWay {
  step: string;
  /** `reference`, or the ID of a wrong way. */
  way: string;
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
}

/**
 * Plays a lab in an unused sandbox as a learner would: at each step the wrong ways, which must leave it open, and
 * then the reference, which must make it done. Stops at a step that cannot be done.
 *
 * @throws Error if the lab cannot be prepared; the signal's reason
 */
export async function* replayLab(
  lab: Lab,
  sandbox: Sandbox,
  signal: AbortSignal,
): AsyncGenerator<ReplayedWay> {
  await prepareLab(lab, 0, sandbox, signal);
  const run = new LabRun(lab.steps, sandboxLabEngine(sandbox));
  await run.begin();
  const over = new AbortController();
  const following = follow(run, sandbox, AbortSignal.any([signal, over.signal]));
  try {
    for (const [index, step] of lab.steps.entries()) {
      for (const { id, commands, undo } of step.wrong) {
        signal.throwIfAborted();
        const defects = await wrongWay(run, index, sandbox, commands);
        yield { step: step.id, way: id, defects };
        if ((await run.look()).done > index) return;
        if (undo !== undefined) await typed(sandbox, undo);
      }
      const defects = await reference(run, index, sandbox, step);
      yield { step: step.id, way: 'reference', defects };
      if (defects.length > 0) return;
    }
  } finally {
    over.abort();
    await following;
  }
}

async function follow(run: LabRun, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  for await (const event of engineEvents(sandbox.engine, signal)) run.record(event);
}

/** Types commands in a shell of their own. @returns whether they finished */
async function typed(sandbox: Sandbox, commands: string): Promise<boolean> {
  await using shell = await TypedShell.open(sandbox);
  return shell.run(commands, commandsMs);
}

async function wrongWay(run: LabRun, index: number, sandbox: Sandbox, commands: string): Promise<string[]> {
  if (!(await typed(sandbox, commands))) return ['its commands do not finish'];
  const until = performance.now() + staysOpenMs;
  while (performance.now() < until) {
    if ((await run.look()).done > index) return ['makes the step done'];
    await delay(pauseMs);
  }
  return [];
}

async function reference(run: LabRun, index: number, sandbox: Sandbox, step: LabStep): Promise<string[]> {
  const isFinished = await typed(sandbox, step.reference);
  const until = performance.now() + becomesDoneMs;
  let progress: LabProgress;
  do {
    progress = await run.look();
    if (progress.done > index) return isFinished ? [] : ['its commands do not finish'];
    await delay(pauseMs);
  } while (performance.now() < until);
  const open = step.done.filter((_, at) => progress.ticks[at] === false).map(({ says }) => `“${says}”`);
  return [`does not make the step done: still not true is ${open.join(', ')}`];
}
