import { randomInt } from 'node:crypto';
import type { HttpProbe, JobPlan, RunPlan } from '@dfm/contracts';

/** Which of the alternatives under `draw` a run uses: a random one, or all of them to check an exercise. */
export type Draw = 'one' | 'every';

/** The plan with its probes and its further starts drawn. */
export function drawnRunPlan(plan: RunPlan, which: Draw): RunPlan {
  const probesOf = (probes: readonly HttpProbe[]) => probes.flatMap((probe) => drawn(probe, which));
  return {
    ...plan,
    probes: probesOf(plan.probes),
    starts: plan.starts.flatMap((start) =>
      drawn(start, which).map((one) => ({
        ...one,
        probes: probesOf(one.probes),
        afterwards: probesOf(one.afterwards),
      })),
    ),
  };
}

/** The plan with its starts drawn. */
export function drawnJobPlan(plan: JobPlan, which: Draw): JobPlan {
  return { ...plan, starts: plan.starts.flatMap((start) => drawn(start, which)) };
}

function drawn<Given extends object>(
  { draw, ...fixed }: Given & { draw?: Partial<Given>[] | undefined },
  which: Draw,
) {
  if (draw === undefined) return [fixed as unknown as Given];
  return (which === 'every' ? draw : [draw[randomInt(draw.length)]!]).map(
    (alternative) => ({ ...fixed, ...alternative }) as Given,
  );
}
