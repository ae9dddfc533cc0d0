import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import type { TraceStep } from '../evidence/evidence.ts';
import { identity, isFrom } from './step-identity.ts';

/** Progress of a rebuild. */
export interface RebuildProgress {
  /** Steps that have completed, from the cache or by running. */
  completed: readonly TraceStep[];
  /** Steps that have started to run but have not completed, with the time so far. */
  running: readonly TraceStep[];
}

/** A step of the first build, except FROM, and its state in the rebuild. */
export interface RepeatedStep {
  first: TraceStep;
  /** `will-run`: not started, but it cannot come from the cache. `unknown`: not known yet. */
  state: 'cached' | 'ran' | 'running' | 'will-run' | 'unknown';
  /** The step of the rebuild; undefined before it starts. */
  now: TraceStep | undefined;
}

/**
 * The state of each step of the first build, derived from the progress of a rebuild. A step runs if an
 * earlier step of its stage, or of a stage that its stage is built FROM, runs, because its cache key contains
 * theirs. The exception is `COPY --link`, whose key does not. A step that reads another stage with `COPY
 * --from` may come from the cache although that stage ran, because its key is the content it copies.
 */
export function repeatedSteps(
  first: readonly TraceStep[],
  { completed, running }: RebuildProgress,
  dockerfile: Dockerfile,
): RepeatedStep[] {
  const instructions = new Map(
    dockerfile.instructions.map((instruction) => [instruction.startLine, instruction]),
  );
  const known = new Map<string, Pick<RepeatedStep, 'state' | 'now'>>([
    ...running.map((now) => [identity(now), { state: 'running', now }] as const),
    ...completed.map((now) => [identity(now), { state: now.cached ? 'cached' : 'ran', now }] as const),
  ]);
  const ran = [...running, ...completed.filter(({ cached }) => !cached)].filter((step) => !isFrom(step));
  const lostAt = firstLostLines(ran, instructions, dockerfile);
  const willRun = (line: number | undefined) => {
    const instruction = line === undefined ? undefined : instructions.get(line);
    if (instruction?.stage === undefined || instruction.flags.some(({ name }) => name === 'link'))
      return false;
    return instruction.startLine > lostAt[instruction.stage]!;
  };
  return first
    .filter((step) => !isFrom(step))
    .map((step) => ({
      first: step,
      ...(known.get(identity(step)) ?? {
        state: willRun(step.line) ? 'will-run' : 'unknown',
        now: undefined,
      }),
    }));
}

/** By stage: the line below which nothing comes from the cache, or Infinity if no such line is known. */
function firstLostLines(
  ran: readonly TraceStep[],
  instructions: ReadonlyMap<number, Instruction>,
  { stages }: Dockerfile,
): number[] {
  const lostAt = stages.map(() => Infinity);
  for (const { line } of ran) {
    const stage = line === undefined ? undefined : instructions.get(line)?.stage;
    if (stage !== undefined) lostAt[stage] = Math.min(lostAt[stage]!, line!);
  }
  // A parent always has a smaller index.
  for (const { index, parent } of stages)
    if (parent !== undefined && lostAt[parent] !== Infinity) lostAt[index] = 0;
  return lostAt;
}
