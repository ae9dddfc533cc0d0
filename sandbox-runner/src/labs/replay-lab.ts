import { setTimeout as delay } from 'node:timers/promises';
import type { Lab, LabStep } from '@dfm/contracts/lab';
import type { LabProgress } from '@dfm/labs/lab-run';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { PlayedLab } from './played-lab.ts';
import { commandsMs } from './prepare-lab.ts';
import { inTypedShell, type TypedShell } from './typed-shell.ts';

/** How long after the commands of a wrong way the step must still be open. */
const staysOpenMs = 1_500;
/** How long after its reference a step may take to be done, such as until a service is healthy. */
const becomesDoneMs = 30_000;
const pauseMs = 200;

/** A part of a lab that was tried. */
export interface ReplayedWay {
  step: string;
  /** `reference`, or `wrong way` with its ID. */
  way: string;
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
}

/**
 * Plays a lab in an unused sandbox as a learner would: at each step the wrong ways, which must leave it open,
 * and then the reference, which must make it done. Stops at a step that cannot be done.
 *
 * @throws Error if the lab cannot be prepared; the signal's reason
 */
export async function* replayLab(
  lab: Lab,
  sandbox: Sandbox,
  signal: AbortSignal,
): AsyncGenerator<ReplayedWay> {
  const played = await PlayedLab.open(lab, sandbox, signal);
  try {
    yield* playSteps(lab, sandbox, played, signal);
  } finally {
    await played.close();
  }
}

async function* playSteps(
  lab: Lab,
  sandbox: Sandbox,
  played: PlayedLab,
  signal: AbortSignal,
): AsyncGenerator<ReplayedWay> {
  for (const [index, step] of lab.steps.entries()) {
    const isOpen = async () => (await played.look()).done <= index;
    if (!(await isOpen())) {
      yield { step: step.id, way: 'reference', defects: ['is done before anything is typed'] };
      return;
    }
    for (const wrong of step.wrong) {
      signal.throwIfAborted();
      const defects = await wrongWay(wrong, sandbox, isOpen);
      yield { step: step.id, way: `wrong way ${wrong.id}`, defects };
      if (!(await isOpen())) return;
    }
    signal.throwIfAborted();
    const defects = await inTypedShell(sandbox, (shell) => reference(step, index, shell, played));
    yield { step: step.id, way: 'reference', defects };
    if (defects.length > 0) return;
  }
}

/**
 * Plays only the references of a lab, one after the other in the same shell of an unused sandbox: as for a
 * learner who is shown each step, and when a lab is continued in a new sandbox.
 *
 * @returns defects of the first step that is not done, as sentences
 * @throws Error if the lab cannot be prepared; the signal's reason
 */
export async function replayReferences(lab: Lab, sandbox: Sandbox, signal: AbortSignal): Promise<string[]> {
  const played = await PlayedLab.open(lab, sandbox, signal);
  try {
    return await inTypedShell(sandbox, async (shell) => {
      for (const [index, step] of lab.steps.entries()) {
        signal.throwIfAborted();
        const defects = await reference(step, index, shell, played);
        if (defects.length > 0) return defects.map((defect) => `${step.id}: ${defect}`);
      }
      return [];
    });
  } finally {
    await played.close();
  }
}

async function wrongWay(
  { commands, undo }: LabStep['wrong'][number],
  sandbox: Sandbox,
  isOpen: () => Promise<boolean>,
): Promise<string[]> {
  if (!(await typed(sandbox, commands))) return ['its commands do not finish'];
  if (!(await staysOpen(isOpen))) return ['makes the step done'];
  if (undo === undefined) return [];
  if (!(await typed(sandbox, undo))) return ['its undo does not finish'];
  return (await staysOpen(isOpen)) ? [] : ['its undo makes the step done'];
}

/** Types commands in a shell of their own. @returns whether they finished */
function typed(sandbox: Sandbox, commands: string): Promise<boolean> {
  return inTypedShell(sandbox, (shell) => shell.run(commands, commandsMs));
}

async function staysOpen(isOpen: () => Promise<boolean>): Promise<boolean> {
  const until = performance.now() + staysOpenMs;
  do {
    if (!(await isOpen())) return false;
    await delay(pauseMs);
  } while (performance.now() < until);
  return true;
}

async function reference(
  step: LabStep,
  index: number,
  shell: TypedShell,
  played: PlayedLab,
): Promise<string[]> {
  const isFinished = await shell.run(step.reference, commandsMs);
  const until = performance.now() + becomesDoneMs;
  let progress: LabProgress;
  do {
    progress = await played.look();
    if (progress.done > index) return isFinished ? [] : ['its commands do not finish'];
    await delay(pauseMs);
  } while (performance.now() < until);
  const open = step.done.filter((_, at) => progress.ticks[at] === false).map(({ says }) => `“${says}”`);
  return [`does not make the step done: still not true is ${open.join(', ')}`];
}
