import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { VersionChange } from '@dfm/contracts/page-data';
import { ContentError, loadExercise } from '@dfm/course/exercises';
import { loadLab } from '@dfm/course/labs/load-lab';
import { type Content, content, withContent } from '../content/content-root.ts';
import { lessonSummaries } from '../content/lesson.ts';
import { contentOf, contentOfVersion, openContentStore } from '../content/versions.ts';
import { Prisma, db } from '../db/client.ts';
import { measuredWith } from '../runs/measured-with.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { contentOfCohort } from './content-of-cohort.ts';

type Change = Pick<VersionChange, 'kind' | 'slug' | 'change'>;
type Counts = Pick<VersionChange, 'begun' | 'done'>;

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
  const [begun, labs, assigned] = await Promise.all([
    begunBy(cohortId),
    stepsDoneBy(cohortId),
    db().assignment.findMany({ where: { cohortId }, select: { kind: true, slug: true } }),
  ]);
  const described = await Promise.all(
    changed.map(async (change): Promise<VersionChange> => ({
      ...change,
      ...(await describe(change, before, after)),
      isAssigned: assigned.some(
        ({ kind, slug }) => slug === change.slug && (kind === 'quiz' ? 'lesson' : kind) === change.kind,
      ),
      ...(change.kind === 'lab'
        ? await labCounts(before, change.slug, labs.get(change.slug) ?? [])
        : (begun.get(`${change.kind} ${change.slug}`) ?? { begun: 0, done: 0 })),
    })),
  );
  return described.toSorted((a, b) => Number(b.isAssigned) - Number(a.isAssigned) || b.begun - a.begun);
}

async function newest(): Promise<Content> {
  const [version] = await (await openContentStore()).versions();
  return version ? contentOf(version.commit) : content();
}

/** The exercises, lessons and labs with a changed file. */
function partsOf(paths: readonly { path: string; change: Change['change'] }[]): Change[] {
  const parts = new Map<string, Change>();
  for (const { path, change } of paths) {
    const [, exercise] = /^exercises\/([^/]+)\//.exec(path) ?? [];
    const [, lesson] = /^(?:lessons|outputs)\/([^/]+)\.(?:mdx|json)$/.exec(path) ?? [];
    const [, lab] = /^labs\/([^/]+)\//.exec(path) ?? [];
    const kind = exercise !== undefined ? 'exercise' : lab !== undefined ? 'lab' : 'lesson';
    const slug = exercise ?? lab ?? lesson;
    if (slug === undefined) continue;
    // The main file decides whether the part as a whole is new or gone.
    const isMain = /^exercises\/[^/]+\/exercise\.yaml$|^labs\/[^/]+\/lab\.yaml$|^lessons\//.test(path);
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
  if (kind === 'lab') return { title: (await labOf(shown, slug))?.title ?? slug, changesGrading: false };
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
  return loadExercise(folder, slug).catch(unlessMissing);
}

async function labOf({ folder }: Content, slug: string) {
  return loadLab(folder, slug).then(({ lab }) => lab, unlessMissing);
}

/** @throws the error, unless there is no such part, or none that can be read */
function unlessMissing(error: unknown): undefined {
  if (error instanceof ContentError || (error instanceof PlatformError && error.code === 'not-found'))
    return undefined;
  throw error;
}

/** Members of a class who have begun and not passed each exercise, or answered something in each lesson. */
async function begunBy(cohortId: string): Promise<Map<string, Counts>> {
  const members = membersOf(cohortId);
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

/** For each lab, the steps that each member has done who has done one. */
async function stepsDoneBy(cohortId: string): Promise<Map<string, string[][]>> {
  const rows = await db().$queryRaw<{ lab: string; steps: string[] }[]>`
    SELECT lab, array_agg(step) AS steps FROM lab_step
    WHERE learner_id IN (${membersOf(cohortId)}) GROUP BY lab, learner_id`;
  const labs = Map.groupBy(rows, ({ lab }) => lab);
  return new Map([...labs].map(([lab, members]) => [lab, members.map(({ steps }) => steps)]));
}

/** How many are in the middle of a lab, and how many have done all its steps, in the version that they have. */
async function labCounts(before: Content, slug: string, members: readonly string[][]): Promise<Counts> {
  const steps = (await labOf(before, slug))?.steps ?? [];
  const done = members.filter((own) => steps.every(({ id }) => own.includes(id))).length;
  return { begun: members.length - done, done };
}

const membersOf = (cohortId: string) =>
  Prisma.sql`SELECT learner_id FROM cohort_member WHERE cohort_id = ${cohortId}`;
