import 'server-only';
import type { Ability, ModuleAbilities } from '@dfm/contracts/page-data';
import { courseOutline } from '../content/outline.ts';
import { db } from '../db/client.ts';
import { labProgress } from './course-progress.ts';

/**
 * What a learner can do now: passed exercises and finished labs by module, in the order of the course. Of
 * several passing runs, a confirmed one counts before any other, then the highest score, then the newest.
 * Modules without any are absent.
 */
export async function abilitiesOf(learnerId: string): Promise<ModuleAbilities[]> {
  const [{ modules }, runs, progress] = await Promise.all([
    courseOutline(),
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
    labProgress(learnerId),
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
      const { done = 0, steps = 0 } = (item.kind === 'lab' && progress[item.slug]) || {};
      return done > 0 && done === steps
        ? [{ slug: item.slug, title: item.title, summary: item.summary, steps }]
        : [];
    });
    return abilities.length + finished.length === 0 ? [] : [{ slug, title, abilities, labs: finished }];
  });
}
