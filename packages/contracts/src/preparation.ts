import { z } from 'zod';

const parts = ['first', 'rest', 'ahead'] as const;

/**
 * The preparation of the node that `npm start` brings up, as the site reads it from the file that
 * PREPARATION_FILE names. Times are epoch milliseconds of that machine's clock.
 */
export const preparationStepSchema = z.object({
  id: z.string(),
  /** What is being prepared, such as `base image python:3.11-slim-bookworm`. */
  title: z.string(),
  /**
   * Runs can start once every `first` step is done. Runs that need what `rest` steps provide wait for those
   * too. No run waits for `ahead` steps.
   */
  part: z.enum(parts),
  /** Ids of steps that must be done before. */
  after: z.array(z.string()),
  /** Names of base images that can be used once it is done. */
  provides: z.array(z.string()),
  /** What it took the last time on this machine, else what it took on two cores. */
  estimateMs: z.number().nonnegative(),
  startedAt: z.number().optional(),
  tookMs: z.number().nonnegative().optional(),
});
export type PreparationStep = z.infer<typeof preparationStepSchema>;

export const preparationSchema = z.object({
  /** Steps that were not there already. */
  steps: z.array(preparationStepSchema),
  /** Why it stopped. Without `retryAt` an operator has to do something first. */
  failure: z
    .object({ message: z.string(), command: z.string().optional(), retryAt: z.number().optional() })
    .optional(),
  /** Written again every few seconds: an old one belongs to a process that died. */
  updatedAt: z.number(),
});
export type Preparation = z.infer<typeof preparationSchema>;

/** How far a preparation is. */
export interface PreparationProgress {
  /** Of the step that decides how long it still takes. */
  title: string;
  /** Number of that step, counted by steps done: 1 is the first. */
  step: number;
  steps: number;
  leftMs: number;
}

/** Weight of the estimates against what the steps so far took. */
const priorMs = 60_000;
/** A step that takes longer than estimated is expected to take this share of its estimate more. */
const overdueShare = 0.1;

/**
 * What is left, along the longest chain of steps. Estimates are scaled by how long the finished steps took
 * compared with their own estimates.
 *
 * @param part up to the end of which part
 * @returns undefined where nothing is left
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
  const known = new Map<string, number>();
  const endMs = (step: PreparationStep): number => {
    const before = known.get(step.id);
    if (before !== undefined) return before;
    // Set first: a chain that leads back to itself would not end.
    known.set(step.id, 0);
    const end = ownMs(step) + Math.max(0, ...openBefore(step).map(endMs));
    known.set(step.id, end);
    return end;
  };
  const openBefore = (step: PreparationStep) => step.after.flatMap((id) => byId.get(id) ?? []);

  const last = open.reduce((a, b) => (endMs(b) > endMs(a) ? b : a));
  // Back along the chain that takes longest to where it is now. No chain has more links than there are steps.
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

/** What a page shows of a preparation that a run would wait for. */
export interface PreparationView {
  /** Undefined where nothing is left but the first answer of the node. */
  progress: PreparationProgress | undefined;
  /** The base image it waits for, where others can be used already. */
  base: string | undefined;
  failure: { message: string; command: string | undefined; retryInMs: number | undefined } | undefined;
}
