import type { ReplayResult } from '@dfm/contracts';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';
import { stepText } from './step-text.ts';

/** A step in a waterfall, of a finished build or a build in progress. */
export interface WaterfallStep {
  key: string;
  line?: number | undefined;
  stage: string;
  name: string;
  state: 'running' | 'ran' | 'cached' | 'failed' | 'cancelled';
  /** How long it took, or has been running so far. */
  ms?: number | undefined;
  /** For a cached step from the course's prebuilt layers: how long it took when they were built. */
  courseMs?: number | undefined;
  /** Start, relative to the start of the build. If undefined, right after the previous step. */
  startMs?: number | undefined;
}

export interface WaterfallRow {
  key: string;
  line: number | undefined;
  kind: InstructionKind;
  text: string;
  state: WaterfallStep['state'];
  startMs: number;
  ms: number;
  courseMs: number | undefined;
}

/**
 * The steps of a recorded build. Recordings contain durations but no start times, so the rows follow one
 * another.
 */
export function recordedSteps(build: ReplayResult): WaterfallStep[] {
  return build.steps.map((step, index) => ({
    key: `${index}`,
    line: step.line,
    stage: step.stage,
    name: step.name,
    state: step.cached ? 'cached' : 'ran',
    ms: step.ms,
    courseMs: step.courseMs,
  }));
}

/**
 * Places steps on a time axis.
 *
 * @returns the rows, and the end of the axis in milliseconds: at least `totalMs`, and never 0
 */
export function waterfallRows(steps: WaterfallStep[], totalMs = 0): { rows: WaterfallRow[]; endMs: number } {
  let cursorMs = 0;
  const rows = steps.map((step) => {
    const startMs = step.startMs ?? cursorMs;
    const ms = step.ms ?? 0;
    cursorMs = Math.max(cursorMs, startMs + ms);
    return {
      key: step.key,
      line: step.line,
      kind: instructionKind(step.name),
      text: stepText(step.name),
      state: step.state,
      startMs,
      ms,
      courseMs: step.courseMs,
    };
  });
  return { rows, endMs: Math.max(1, cursorMs, totalMs) };
}
