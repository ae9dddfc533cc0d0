import 'server-only';
import type { HintInsight } from '@dfm/contracts/page-data';
import { db } from '../db/client.ts';
import { exerciseHints } from '../exercises/exercise-hints.ts';
import { hintKey, hintText } from '../progress/opened-hints.ts';
import type { CohortAccess } from './access.ts';
import { judgedRuns } from './judged-runs.ts';

interface Opened {
  exercise: string;
  /** Key of the hint. */
  hint: string;
  opened: number;
  submitted: number;
  gained: number;
}

/**
 * What hints changed for the members of a class, by exercise: the last submission before a learner opened a
 * hint and the first one after it are compared.
 *
 * @param exercises slugs. One of which no hint was opened has none.
 */
export async function hintInsight(
  { cohortId }: CohortAccess<'seeWork'>,
  exercises: readonly string[],
): Promise<Map<string, HintInsight[]>> {
  const rows = await openedBy(cohortId);
  const insights = exercises
    .filter((slug) => rows.some(({ exercise }) => exercise === slug))
    .map(async (slug) => {
      const opened = new Map(
        rows.filter(({ exercise }) => exercise === slug).map((row) => [row.hint, row] as const),
      );
      const hints = (await exerciseHints(slug)).map((hint): HintInsight => {
        const row = opened.get(hintKey(hintText(hint)));
        return {
          text: hintText(hint),
          opened: row?.opened ?? 0,
          submitted: row?.submitted ?? 0,
          gained: row?.gained ?? 0,
        };
      });
      return [slug, hints] as const;
    });
  return new Map(await Promise.all(insights));
}

async function openedBy(cohortId: string): Promise<Opened[]> {
  return db().$queryRaw<Opened[]>`
    WITH ${judgedRuns(cohortId)}, compared AS (
      SELECT opened.exercise, opened.hint,
        (SELECT score FROM judged
         WHERE judged.learner_id = opened.learner_id AND judged.exercise = opened.exercise AND queued_at <= opened_at
         ORDER BY queued_at DESC, id DESC LIMIT 1) AS before,
        (SELECT score FROM judged
         WHERE judged.learner_id = opened.learner_id AND judged.exercise = opened.exercise AND queued_at > opened_at
         ORDER BY queued_at, id LIMIT 1) AS after
      FROM opened_hint AS opened
      JOIN cohort_member AS member ON member.learner_id = opened.learner_id AND member.cohort_id = ${cohortId}
    )
    SELECT exercise, hint, count(*)::int AS opened,
      (count(*) FILTER (WHERE before IS NOT NULL AND after IS NOT NULL))::int AS submitted,
      (count(*) FILTER (WHERE after > before))::int AS gained
    FROM compared GROUP BY exercise, hint`;
}
