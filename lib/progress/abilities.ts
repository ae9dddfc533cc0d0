import 'server-only';
import type { Ability, ModuleAbilities } from '@dfm/contracts/page-data';
import { courseLabs } from '../content/labs.ts';
import { courseOutline } from '../content/outline.ts';
import { db } from '../db/client.ts';
import { doneStepsByLab } from '../labs/done-steps.ts';

/**
 * What a learner can do now: passed exercises and finished labs by module, in the order of the course. Of
 * several passing runs, a confirmed one counts before any other, then the highest score, then the newest.
 * Modules without any are absent.
 */
export async function abilitiesOf(learnerId: string): Promise<ModuleAbilities[]> {
  const [{ modules }, labs, runs, doneByLab] = await Promise.all([
    courseOutline(),
    courseLabs(),
    db().run.findMany({
      where: { learnerId, passed: true, kind: { in: ['practice', 'confirmation'] }, score: { not: null } },
      orderBy: [{ exercise: 'asc' }, { kind: 'desc' }, { score: 'desc' }, { finishedAt: 'desc' }],
      distinct: ['exercise'],
      select: {
        exercise: true,
        kind: true,
        score: true,
        imageBytes: true,
        simulates: true,
        finishedAt: true,
      },
    }),
    doneStepsByLab(learnerId),
  ]);
  const best = new Map(runs.map((run) => [run.exercise, run]));
  return modules.flatMap(({ slug, title, items }) => {
    const abilities = items.flatMap((item): Ability[] => {
      const run = item.kind === 'exercise' ? best.get(item.slug) : undefined;
      if (run === undefined) return [];
      return [
        {
          exercise: item.slug,
          title: item.title,
          summary: item.summary,
          score: run.score!,
          imageBytes: run.imageBytes === null ? undefined : Number(run.imageBytes),
          isConfirmed: run.kind === 'confirmation',
          isSimulated: run.simulates.length > 0,
          at: run.finishedAt!.toISOString(),
        },
      ];
    });
    const finished = items.flatMap((item) => {
      const steps = item.kind === 'lab' ? (labs.get(item.slug)?.lab.steps ?? []) : [];
      const isFinished = steps.length > 0 && steps.every(({ id }) => doneByLab.get(item.slug)?.has(id));
      return isFinished ? [{ slug: item.slug, title: item.title, steps: steps.length }] : [];
    });
    return abilities.length + finished.length === 0 ? [] : [{ slug, title, abilities, labs: finished }];
  });
}
