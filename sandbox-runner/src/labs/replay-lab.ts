import { setTimeout as delay } from 'node:timers/promises';
import type { Lab, LabStep } from '@dfm/contracts/lab';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { PlayedLab } from './played-lab.ts';
import { commandsMs } from './prepare-lab.ts';
import { inTypedShell, type TypedShell } from './typed-shell.ts';

/** How long nothing more is reported until commands have had all their effects, if each effect is reported. */
const settledMs = 500;
/** The same for what changes without a report, such as when a service has started. */
const settledUnreportedMs = 1_500;
/** The longest wait for that: a container with a health check reports each of them forever. */
const settledAtMostMs = 10_000;
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
 * and then the reference, which must make it done so that a session notices it. Stops at a step that cannot
 * be done.
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
      const defects = await wrongWay(wrong, sandbox, played, { step, index });
      const staysOpen = await isOpen();
      if (!staysOpen && defects.length === 0) defects.push('makes the step done after a while');
      yield { step: step.id, way: `wrong way ${wrong.id}`, defects };
      if (!staysOpen) return;
    }
    signal.throwIfAborted();
    played.forgetEvents();
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
  played: PlayedLab,
  { step, index }: { step: LabStep; index: number },
): Promise<string[]> {
  played.forgetEvents();
  const changesUnreported = step.done.some(
    (condition) => condition.kind === 'answers' || (condition.kind === 'file' && condition.in !== 'home'),
  );
  const quietMs = changesUnreported ? settledUnreportedMs : settledMs;
  const way = await typed(sandbox, commands, played, { index, quietMs });
  if (!way.isFinished) return ['its commands do not finish'];
  if (!way.isOpen) return ['makes the step done'];
  if (undo === undefined) return [];
  const undone = await typed(sandbox, undo, played, { index, quietMs: settledMs });
  if (!undone.isFinished) return ['its undo does not finish'];
  return undone.isOpen ? [] : ['its undo makes the step done'];
}

/**
 * Types commands in a shell of their own.
 *
 * @returns whether they finished, and whether the step was open from the beginning until nothing more
 *   happened
 */
async function typed(
  sandbox: Sandbox,
  commands: string,
  played: PlayedLab,
  { index, quietMs }: { index: number; quietMs: number },
): Promise<{ isFinished: boolean; isOpen: boolean }> {
  let endedAt: number | undefined;
  const typing = inTypedShell(sandbox, (shell) => shell.run(commands, commandsMs)).finally(
    () => (endedAt = performance.now()),
  );
  const isSettled = () =>
    endedAt !== undefined &&
    (played.isQuiet(endedAt, quietMs) || performance.now() - endedAt > settledAtMostMs);
  const watching = (async () => {
    while (played.progress.done <= index && !isSettled()) await delay(pauseMs);
    return (await played.look()).done <= index;
  })();
  const [isFinished, isOpen] = await Promise.all([typing, watching]);
  return { isFinished, isOpen };
}

async function reference(
  step: LabStep,
  index: number,
  shell: TypedShell,
  played: PlayedLab,
): Promise<string[]> {
  const isFinished = await shell.run(step.reference, commandsMs);
  const until = performance.now() + becomesDoneMs;
  const isDone = () => played.progress.done > index;
  while (!isDone() && performance.now() < until) await delay(pauseMs);
  if (isDone()) return isFinished ? [] : ['its commands do not finish'];
  const { done, ticks } = await played.look();
  if (done > index) return ['makes the step done, but a session does not notice it'];
  const open = step.done.filter((_, at) => ticks[at] === false).map(({ says }) => `“${says}”`);
  return [`does not make the step done: still not true is ${open.join(', ')}`];
}
