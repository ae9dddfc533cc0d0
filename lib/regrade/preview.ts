import 'server-only';
import type {
  RegradedAttempt,
  RegradedGrade,
  RegradePreview,
  RegradeRow,
  RegradeSummary,
} from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Grade } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { policyColumns, policyOf } from '../teaching/grade-policy.ts';
import { gradedColumns, type GradedAssignment } from '../teaching/graded-assignment.ts';
import { gradesOf } from '../teaching/grades.ts';
import { type RegradeHeadWithSlug, regradeHead } from './regrade-head.ts';
import { regradedAttempts } from './regraded-attempts.ts';

const PAGE_SIZE = 25;

/** What is shown of a preview. */
interface Shown {
  onlyChanges: boolean;
  /** From 1. A page after the last one shows the last one. */
  page: number;
}

type Row = Omit<RegradeRow, 'attempts'>;

/**
 * What a regrade changes, or changed when it was applied: the grade of each learner before and after, with
 * the checks that are different. Both grades are computed like any other.
 *
 * @returns undefined if the class has no such regrade
 */
export async function regradePreview(
  access: CohortAccess<'seeWork'>,
  regradeId: string,
  { onlyChanges, page: asked }: Shown,
): Promise<RegradePreview | undefined> {
  const head = await regradeHead(access, regradeId);
  if (head === undefined) return undefined;
  const [all, counts] = await Promise.all([gradeChanges(access, head), countsOf(regradeId)]);
  const shown = onlyChanges ? all.filter(isChanged) : all;
  const pages = Math.max(1, Math.ceil(shown.length / PAGE_SIZE));
  const page = Math.min(asked, pages);
  const rows = shown.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const attempts = await regradedAttempts(
    access.cohortId,
    regradeId,
    rows.map(({ learnerId }) => learnerId),
  );
  return {
    ...head,
    ...counts,
    summary: summaryOf(all),
    onlyChanges,
    page,
    pages,
    rows: rows.map((row) => ({ ...row, attempts: attempts.get(row.learnerId) ?? ([] as RegradedAttempt[]) })),
  };
}

/** How what is no longer assigned is graded: as alone and without a deadline. */
const unassigned: Omit<GradedAssignment, 'slug'> = {
  kind: 'exercise',
  opensAt: null,
  dueAt: null,
  mode: 'alone',
  weight: 1,
};

/** Each member with a submission in the regrade, by name. */
async function gradeChanges(
  { cohortId }: CohortAccess<'seeWork'>,
  { id: regradeId, slug }: RegradeHeadWithSlug,
): Promise<Row[]> {
  const cohort = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: {
      ...policyColumns,
      assignments: {
        where: { kind: 'exercise', slug },
        select: gradedColumns,
      },
      members: {
        where: { learner: { runs: { some: { regraded: { some: { regradeId } } } } } },
        select: { learner: { select: { id: true, name: true } } },
        orderBy: [{ learner: { name: 'asc' } }, { learnerId: 'asc' }],
      },
    },
  });
  const [assignment = { ...unassigned, slug }] = cohort.assignments;
  const learners = cohort.members.map(({ learner }) => learner);
  const grades = (included: boolean) =>
    gradesOf(
      learners.map(({ id }) => id),
      { cohortId, assignments: [assignment], policy: policyOf(cohort), upTo: { regradeId, included } },
    );
  const [before, after] = await Promise.all([grades(false), grades(true)]);
  return learners.map(({ id, name }) => {
    const [old, now] = [before, after].map((grade) => grade.get(id)!.grades[0]!.grade) as [Grade, Grade];
    return {
      learnerId: id,
      name: visibleLine(name),
      before: briefly(old),
      after: briefly(now),
      isOverridden: old.override !== null,
    };
  });
}

const briefly = ({ points, computed }: Grade): RegradedGrade => ({
  points,
  passed: computed?.passed ?? false,
});

const isChanged = ({ before, after }: Row): boolean =>
  before.points !== after.points || before.passed !== after.passed;

function summaryOf(rows: readonly Row[]): RegradeSummary {
  const count = (is: (row: Row) => boolean) => rows.filter(is).length;
  return {
    learners: rows.length,
    changed: count(isChanged),
    up: count(({ before, after }) => (after.points ?? 0) > (before.points ?? 0)),
    down: count(({ before, after }) => (after.points ?? 0) < (before.points ?? 0)),
    nowPass: count(({ before, after }) => after.passed && !before.passed),
    noLongerPass: count(({ before, after }) => before.passed && !after.passed),
    overridden: count(({ isOverridden }) => isOverridden),
  };
}

async function countsOf(
  regradeId: string,
): Promise<Pick<RegradePreview, 'recomputed' | 'rebuilt' | 'failed'>> {
  const [counts] = await db().$queryRaw<[{ recomputed: number; rebuilt: number; failed: number }]>`
    SELECT count(*) FILTER (WHERE method = 'recomputed')::int AS recomputed,
      count(*) FILTER (WHERE method = 'rebuilt')::int AS rebuilt, count(error)::int AS failed
    FROM regrade_item WHERE regrade_id = ${regradeId}`;
  return counts;
}
