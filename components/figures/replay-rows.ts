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
  cached: boolean;
  ms: number;
}

/**
 * The steps of two builds side by side, in the order of the second. Steps are the same when stage, line and text are.
 * The first miss is the replay's own `firstMissLine`; only the first step of that line carries the mark.
 */
export function replayRows(before: ReplayResult | undefined, after: ReplayResult): ReplayRow[] {
  const earlier = new Map<string, ReplayStep>();
  for (const step of before?.steps ?? []) earlier.set(identity(step), step);
  let marked = false;
  return after.steps.map((step, index) => {
    const first = earlier.get(identity(step));
    const firstMiss = !marked && !step.cached && step.line !== undefined && step.line === after.firstMissLine;
    marked ||= firstMiss;
    return {
      key: `${index}:${identity(step)}`,
      line: step.line,
      kind: instructionKind(step.name),
      text: stepText(step.name),
      before: first && { cached: first.cached, ms: first.ms },
      after: { cached: step.cached, ms: step.ms },
      firstMiss,
    };
  });
}

function identity(step: ReplayStep): string {
  return `${step.stage} ${step.line ?? ''} ${stepText(step.name)}`;
}
