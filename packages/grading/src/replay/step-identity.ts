import type { TraceStep } from '../evidence/evidence.ts';

/**
 * A step is known by its place: digests of steps that read the context change with every upload, and names
 * with the values of arguments, which BuildKit writes into them.
 */
export function identity(step: Pick<TraceStep, 'stage' | 'line' | 'index'>): string {
  return JSON.stringify([step.stage, step.line, step.index]);
}

/** FROM resolves the base and makes nothing: engines report it as cached or not by chance. */
export function isFrom(step: Pick<TraceStep, 'name'>): boolean {
  return /^(?:\[[^\]]*\]\s*)?FROM\s/i.test(step.name);
}

/**
 * How long a step took when it was built: in this build, or with the course's layers. @returns about 0 if an
 * earlier run built it
 */
export function builtMs({ ms, courseMs = ms }: TraceStep): number {
  return courseMs;
}

/** Whether a step came from the cache of an earlier run, so that its duration is unknown. */
export function isOfUnknownCost({ cached, courseMs }: TraceStep): boolean {
  return cached && courseMs === undefined;
}
