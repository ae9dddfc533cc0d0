import { z } from 'zod';
import type { PreparationProgress } from './preparation-progress.ts';

const parts = ['first', 'rest', 'ahead'] as const;

/**
 * The preparation of the node that `npm start` sets up, as the site reads it from the file in
 * PREPARATION_FILE. Times are epoch milliseconds of that machine's clock.
 */
export const preparationStepSchema = z.object({
  id: z.string(),
  /** What is being prepared, such as `base image python:3.11-slim-bookworm`. */
  title: z.string(),
  /**
   * Runs can start once every `first` step is done. Runs that need something from a `rest` step wait for that
   * step too. No run waits for `ahead` steps.
   */
  part: z.enum(parts),
  /** IDs of steps that must be done before. */
  after: z.array(z.string()),
  /** Names of base images that can be used once it is done. */
  provides: z.array(z.string()),
  /** Its duration the last time on this machine, otherwise its duration on two cores. */
  estimateMs: z.number().nonnegative(),
  startedAt: z.number().optional(),
  tookMs: z.number().nonnegative().optional(),
});
export type PreparationStep = z.infer<typeof preparationStepSchema>;

export const preparationSchema = z.object({
  /** Steps that were not already done. */
  steps: z.array(preparationStepSchema),
  /** The reason why it stopped. Without `retryAt`, an operator has to act first. */
  failure: z
    .object({ message: z.string(), command: z.string().optional(), retryAt: z.number().optional() })
    .optional(),
  /** Rewritten every few seconds; an old value belongs to a process that died. */
  updatedAt: z.number(),
});
export type Preparation = z.infer<typeof preparationSchema>;

/** Weight of the estimates compared with the measured times of finished steps. */
const priorMs = 60_000;
/** A step that takes longer than estimated is expected to need this share of its estimate in addition. */
const overdueShare = 0.1;

/**
 * The remaining time along the longest chain of steps. Estimates are scaled by how long the finished steps
 * took compared with their own estimates.
 *
 * @param part the last part to include
 * @returns undefined if nothing is left
 */
export function preparationProgress(
  preparation: Preparation,
  part: PreparationStep['part'],
  nowMs: number,
): PreparationProgress | undefined {
  const steps = preparation.steps.filter((step) => parts.indexOf(step.part) <= parts.indexOf(part));
  const open = steps.filter((step) => step.tookMs === undefined);
  if (open.length === 0) return undefined;
  const finished = preparation.steps.filter((step) => step.tookMs !== undefined);
  const scale =
    (sumOf(finished, (step) => step.tookMs!) + priorMs) /
    (sumOf(finished, (step) => step.estimateMs) + priorMs);
  const byId = new Map(open.map((step) => [step.id, step]));

  const ownMs = ({ estimateMs, startedAt }: PreparationStep) => {
    const expectedMs = estimateMs * scale;
    return startedAt === undefined
      ? expectedMs
      : Math.max(expectedMs - (nowMs - startedAt), expectedMs * overdueShare);
  };
  const endTimes = new Map<string, number>();
  const endMs = (step: PreparationStep): number => {
    const cached = endTimes.get(step.id);
    if (cached !== undefined) return cached;
    // Set first, so that a cycle does not recurse forever.
    endTimes.set(step.id, 0);
    const end = ownMs(step) + Math.max(0, ...openBefore(step).map(endMs));
    endTimes.set(step.id, end);
    return end;
  };
  const openBefore = (step: PreparationStep) => step.after.flatMap((id) => byId.get(id) ?? []);

  const last = open.reduce((a, b) => (endMs(b) > endMs(a) ? b : a));
  // Follows the longest chain back to its current step. No chain has more links than there are steps.
  let current = last;
  for (const _ of open)
    current =
      openBefore(current).reduce<PreparationStep | undefined>(
        (a, b) => (a !== undefined && endMs(a) >= endMs(b) ? a : b),
        undefined,
      ) ?? current;
  return {
    title: current.title,
    step: steps.length - open.length + 1,
    steps: steps.length,
    leftMs: Math.round(endMs(last)),
  };
}

function sumOf(steps: readonly PreparationStep[], of: (step: PreparationStep) => number): number {
  return steps.reduce((sum, step) => sum + of(step), 0);
}
