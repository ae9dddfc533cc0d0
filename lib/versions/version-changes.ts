import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { VersionChange } from '@dfm/contracts/page-data';
import { ContentError, loadExercise } from '@dfm/course/exercises';
import { type Content, content, withContent } from '../content/content-root.ts';
import { lessonSummaries } from '../content/lesson.ts';
import { contentOf, contentOfVersion, openContentStore } from '../content/versions.ts';
import { Prisma, db } from '../db/client.ts';
import { measuredWith } from '../runs/measured-with.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { contentOfCohort } from './content-of-cohort.ts';

type Change = Pick<VersionChange, 'kind' | 'slug' | 'change'>;

/**
 * What changes for the members of a class if it is moved, with how many of them are in the middle of it. What
 * is assigned comes first.
 *
 * @param to null for the newest version
 * @throws PlatformError `not-found` for a version that does not exist
 */
export async function versionChanges(
  { cohortId }: CohortAccess<'manage'>,
  to: number | null,
): Promise<VersionChange[]> {
  const [before, after] = await Promise.all([
    contentOfCohort(cohortId).then((pinned) => pinned ?? newest()),
    to === null ? newest() : contentOfVersion(to),
  ]);
  if (before.commit === undefined || after.commit === undefined || before.commit === after.commit) return [];
  const store = await openContentStore();
  const changed = partsOf(await store.changes(before.commit, after.commit));
  const [begun, assigned] = await Promise.all([
    begunBy(cohortId),
    db().assignment.findMany({ where: { cohortId }, select: { kind: true, slug: true } }),
  ]);
  const described = await Promise.all(
    changed.map(async (change): Promise<VersionChange> => ({
      ...change,
      ...(await describe(change, before, after)),
      isAssigned: assigned.some(
        ({ kind, slug }) => slug === change.slug && (kind === 'quiz') === (change.kind === 'lesson'),
      ),
      ...(begun.get(`${change.kind} ${change.slug}`) ?? { begun: 0, done: 0 }),
    })),
  );
  return described.toSorted((a, b) => Number(b.isAssigned) - Number(a.isAssigned) || b.begun - a.begun);
}

async function newest(): Promise<Content> {
  const [version] = await (await openContentStore()).versions();
  return version ? contentOf(version.commit) : content();
}

/** The exercises and lessons with a changed file. */
function partsOf(paths: readonly { path: string; change: Change['change'] }[]): Change[] {
  const parts = new Map<string, Change>();
  for (const { path, change } of paths) {
    const [, exercise] = /^exercises\/([^/]+)\//.exec(path) ?? [];
    const [, lesson] = /^(?:lessons|outputs)\/([^/]+)\.(?:mdx|json)$/.exec(path) ?? [];
    const kind = exercise === undefined ? 'lesson' : 'exercise';
    const slug = exercise ?? lesson;
    if (slug === undefined) continue;
    // The main file decides whether the part as a whole is new or gone.
    const isMain = /^exercises\/[^/]+\/exercise\.yaml$|^lessons\//.test(path);
    const known = parts.get(`${kind} ${slug}`);
    parts.set(`${kind} ${slug}`, { kind, slug, change: isMain ? change : (known?.change ?? 'changed') });
  }
  return [...parts.values()];
}

async function describe(
  { kind, slug, change }: Change,
  before: Content,
  after: Content,
): Promise<Pick<VersionChange, 'title' | 'changesGrading'>> {
  const shown = change === 'deleted' ? before : after;
  if (kind === 'lesson') {
    const summary = (await withContent(shown, lessonSummaries)).get(slug);
    return { title: summary?.title ?? slug, changesGrading: false };
  }
  const [old, now] = await Promise.all([exerciseOf(before, slug), exerciseOf(after, slug)]);
  const title = (now ?? old)?.exercise.title ?? slug;
  if (!old || !now) return { title, changesGrading: false };
  const [oldDigest, newDigest] = await Promise.all(
    [old, now].map(({ exercise, starter }) => measuredWith(exercise, starter)),
  );
  const judged = ({ exercise }: typeof now) => JSON.stringify([exercise.rubric, exercise.draws]);
  return { title, changesGrading: oldDigest !== newDigest || judged(old) !== judged(now) };
}

async function exerciseOf({ folder }: Content, slug: string) {
  return loadExercise(folder, slug).catch((error: unknown) => {
    if (error instanceof ContentError || (error instanceof PlatformError && error.code === 'not-found'))
      return undefined;
    throw error;
  });
}

/** Members of a class who have begun and not passed each exercise, or answered something in each lesson. */
async function begunBy(cohortId: string): Promise<Map<string, { begun: number; done: number }>> {
  const members = Prisma.sql`SELECT learner_id FROM cohort_member WHERE cohort_id = ${cohortId}`;
  const rows = await db().$queryRaw<{ kind: string; slug: string; begun: number; done: number }[]>`
    SELECT 'exercise' AS kind, exercise AS slug, count(*) FILTER (WHERE NOT passed)::int AS begun, count(*) FILTER (WHERE passed)::int AS done
    FROM (
      SELECT exercise, learner_id, bool_or(coalesce(passed, false)) AS passed FROM run
      WHERE learner_id IN (${members}) AND kind IN ('practice', 'confirmation') GROUP BY exercise, learner_id
    ) AS tried GROUP BY exercise
    UNION ALL
    SELECT 'lesson', lesson, count(DISTINCT learner_id)::int, 0 FROM quiz_answer WHERE learner_id IN (${members}) GROUP BY lesson`;
  return new Map(rows.map(({ kind, slug, begun, done }) => [`${kind} ${slug}`, { begun, done }]));
}
