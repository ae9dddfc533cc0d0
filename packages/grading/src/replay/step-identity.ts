import type { TraceStep } from '../evidence/evidence.ts';

/**
 * Identifies a step by its position. Digests of steps that read the context change with every upload, and
 * names contain the values of arguments.
 */
export function identity(step: Pick<TraceStep, 'stage' | 'line' | 'index'>): string {
  return JSON.stringify([step.stage, step.line, step.index]);
}

/** FROM only resolves the base image. Whether engines report it as cached is arbitrary. */
export function isFrom(step: Pick<TraceStep, 'name'>): boolean {
  return /^(?:\[[^\]]*\]\s*)?FROM\s/i.test(step.name);
}

/**
 * Duration of a step when it was built, in this build or with the course layers.
 *
 * @returns about 0 if an earlier run built it
 */
export function builtMs({ ms, courseMs = ms }: TraceStep): number {
  return courseMs;
}

/** Whether a step came from the cache of an earlier run, so that its duration is unknown. */
export function hasUnknownDuration({ cached, courseMs }: TraceStep): boolean {
  return cached && courseMs === undefined;
}
