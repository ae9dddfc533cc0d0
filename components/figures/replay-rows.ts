import type { ReplayResult, ReplayStep } from '@dfm/contracts';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';
import { stepText } from './step-text.ts';

/** A step in both builds. A side is undefined if that build did not have the step. */
export interface ReplayRow {
  key: string;
  line: number | undefined;
  kind: InstructionKind;
  text: string;
  before: Outcome | undefined;
  after: Outcome | undefined;
  /** The first step for which the second build found no result in the cache. */
  firstMiss: boolean;
}

export interface Outcome {
  /**
   * `prebuilt`: cached in the course's prebuilt layers. `runs-again`: the build was stopped while the step
   * was running or certain to run. `not-reached`: the build was stopped before anything was known about the
   * step.
   */
  state: 'cached' | 'prebuilt' | 'ran' | 'runs-again' | 'not-reached';
  /** How long it ran; for a prebuilt step, when the course's layers were built. */
  ms: number;
  /** How long it is drawn; for a step that runs again, how long it took the first time. */
  drawnMs: number;
}

/**
 * The steps of two builds side by side, in the order of the second build. Steps are the same if their stage,
 * line and text are. If the second build was stopped, the steps that it did not reach follow in the order of
 * their lines. The first miss is the `firstMissLine` of the replay, and only the first step of that line is
 * marked.
 */
export function replayRows(before: ReplayResult | undefined, after: ReplayResult): ReplayRow[] {
  const earlier = new Map<string, ReplayStep>();
  for (const step of before?.steps ?? []) earlier.set(identity(step), step);
  let marked = false;
  const rows = after.steps.map((step, index): ReplayRow => {
    const first = earlier.get(identity(step));
    const firstMiss = !marked && !step.cached && step.line !== undefined && step.line === after.firstMissLine;
    marked ||= firstMiss;
    return {
      key: `${index}:${identity(step)}`,
      line: step.line,
      kind: instructionKind(step.name),
      text: stepText(step.name),
      before: first && outcomeOf(first),
      after: outcomeOf(step),
      firstMiss,
    };
  });
  if (after.stopped === undefined) return rows;
  const reached = new Set(after.steps.map(identity));
  const notReached = [...earlier.values()].filter((step) => !reached.has(identity(step))).map(notReachedRow);
  // If several stages share a base, the engine reports it once, as a step of an arbitrary one of them.
  return [...rows, ...notReached.filter(({ kind }) => kind !== 'from')].toSorted(
    (a, b) => (a.line ?? Infinity) - (b.line ?? Infinity),
  );
}

function outcomeOf({ cached, ms, firstBuildMs, courseMs }: ReplayStep): Outcome {
  if (courseMs !== undefined) return { state: 'prebuilt', ms: courseMs, drawnMs: courseMs };
  if (firstBuildMs !== undefined) return { state: 'runs-again', ms, drawnMs: firstBuildMs };
  return { state: cached ? 'cached' : 'ran', ms, drawnMs: cached ? 0 : ms };
}

function notReachedRow(step: ReplayStep): ReplayRow {
  const text = stepText(step.name);
  return {
    key: identity(step),
    line: step.line,
    kind: instructionKind(step.name),
    text,
    before: outcomeOf(step),
    after: { state: 'not-reached', ms: 0, drawnMs: 0 },
    firstMiss: false,
  };
}

function identity(step: ReplayStep): string {
  return `${step.stage} ${step.line ?? ''} ${stepText(step.name)}`;
}
