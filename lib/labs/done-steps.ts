import 'server-only';
import { db } from '../db/client.ts';

/** The IDs of the steps of a lab that a learner has done, also of steps that the lab no longer has. */
export async function doneSteps(learnerId: string, lab: string): Promise<Set<string>> {
  const rows = await db().labStep.findMany({ where: { learnerId, lab }, select: { step: true } });
  return new Set(rows.map(({ step }) => step));
}

/** The same for each lab of which a learner has done a step, by slug. */
export async function doneStepsByLab(learnerId: string): Promise<Map<string, Set<string>>> {
  const rows = await db().labStep.findMany({ where: { learnerId }, select: { lab: true, step: true } });
  return new Map(
    [...Map.groupBy(rows, ({ lab }) => lab)].map(([lab, steps]) => [
      lab,
      new Set(steps.map(({ step }) => step)),
    ]),
  );
}
