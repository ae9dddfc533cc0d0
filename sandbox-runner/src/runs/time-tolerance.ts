import type { RunPlan } from '@dfm/contracts';

/**
 * A plan with its time limits stretched for a node that is slower than the one they were set on, so that no score depends
 * on where and beside what a run came to be. How long a health check may take to notice a fault is mostly the image's own
 * settings: `frozenHealth` stretches that.
 * @param factor as `NodeCalibration` measures it; 1 leaves the plan as it is
 */
export function tolerantPlan(plan: RunPlan, factor: number): RunPlan {
  const stretched = (ms: number) => Math.ceil(ms * factor);
  return {
    ...plan,
    readyTimeoutMs: stretched(plan.readyTimeoutMs),
    healthyWithinMs: stretched(plan.healthyWithinMs),
    stopGraceMs: stretched(plan.stopGraceMs),
    probes: plan.probes.map((probe) => ({ ...probe, timeoutMs: stretched(probe.timeoutMs) })),
  };
}

/** How long to wait for a health check to notice: settings that fit the time allowed get the node's tolerance, others none. */
export function noticeWithin(withinMs: number, slowestMs: number, factor: number): number {
  return slowestMs <= withinMs ? Math.ceil(withinMs * factor) : withinMs;
}

/** What a reader of the verdict has to know of it; undefined below a fifth, which no limit is tight enough to feel. */
export function toleranceNotice(factor: number): string | undefined {
  return factor < 1.2 ? undefined : `This node works ${factor} times slower than the one the time limits were set on, or is busy. The limits were stretched by that.`;
}
