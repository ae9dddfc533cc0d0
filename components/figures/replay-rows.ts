import type { ReplayResult, ReplayStep } from '@dfm/contracts';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';
import { stepText } from './step-text.ts';

/** One step in both builds. A side is undefined where that build did not have the step. */
export interface ReplayRow {
  key: string;
  line: number | undefined;
  kind: InstructionKind;
  text: string;
  before: Outcome | undefined;
  after: Outcome | undefined;
  /** The step at which the second build stopped finding results. */
  firstMiss: boolean;
}

export interface Outcome {
  /**
   * `prebuilt`: it came with the course's layers. `runs-again`: the build was stopped before the step was
   * done; it was at work or certain to run. `not-reached`: stopped before anything was known of it.
   */
  state: 'cached' | 'prebuilt' | 'ran' | 'runs-again' | 'not-reached';
  /** How long it ran; where it is prebuilt, when the course's layers were built. */
  ms: number;
  /** How long it is drawn: where it runs again, what it took the first time. */
  drawnMs: number;
}

/**
 * The steps of two builds side by side, in the order of the second. Steps are the same when stage, line and
 * text are. Where the second was stopped, those that it did not reach follow in the order of their lines. The
 * first miss is the replay's own `firstMissLine`; only the first step of that line carries the mark.
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
  // The engine reports the base of several stages once, as one of them by chance.
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
