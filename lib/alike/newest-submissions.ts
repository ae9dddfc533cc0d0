import 'server-only';
import type { AlikeSubmission } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { db } from '../db/client.ts';
import { readStoredFiles, readStoredValues } from '../runs/stored-files.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { inCourseOrder } from '../teaching/assigned.ts';
import { templateOf } from './template.ts';

export interface NewestSubmission extends AlikeSubmission {
  learnerId: string;
  passed: boolean;
  /** IDs of failed checks, or how the run ended without a grade. Sorted. */
  reasons: string[];
  files: Record<string, string>;
  /** The files with placeholders for the learner's values. */
  template: Record<string, string>;
}

/** The title of an exercise that a class has to do; undefined if it does not have to. */
export async function assignedTitle(
  { cohortId }: CohortAccess<'seeWork'>,
  exercise: string,
): Promise<string | undefined> {
  const assignment = await db().assignment.findUnique({
    where: { cohortId_kind_slug: { cohortId, kind: 'exercise', slug: exercise } },
    select: { kind: true, slug: true },
  });
  return assignment ? (await inCourseOrder([assignment]))[0]!.title : undefined;
}

/**
 * The newest submission of each member of a class for an exercise that was judged, the earliest first. What a
 * group submitted is its submitter's.
 */
export async function newestSubmissions(
  { cohortId }: CohortAccess<'seeWork'>,
  exercise: string,
): Promise<NewestSubmission[]> {
  const rows = await db().$queryRaw<
    (Omit<NewestSubmission, 'submittedAt' | 'files' | 'template'> & {
      submittedAt: Date;
      files: unknown;
      values: unknown;
    })[]
  >`
    SELECT DISTINCT ON (run.learner_id) run.id AS "runId", run.learner_id AS "learnerId", learner.name,
      run.queued_at AS "submittedAt", run.passed, submission.files, submission.values,
      CASE WHEN run.passed THEN '{}' WHEN run.result_status = 'graded' THEN run.failed_checks ELSE ARRAY[run.result_status] END AS reasons
    FROM run
    JOIN submission ON submission.id = run.submission_id
    JOIN "user" AS learner ON learner.id = run.learner_id
    JOIN cohort_member AS member ON member.learner_id = run.learner_id AND member.cohort_id = ${cohortId}
    JOIN assignment ON assignment.slug = run.exercise AND assignment.kind = 'exercise' AND assignment.cohort_id = ${cohortId}
    WHERE run.exercise = ${exercise} AND run.kind = 'practice' AND run.state = 'done'
      AND run.result_status <> 'infrastructure'
    ORDER BY run.learner_id, run.queued_at DESC, run.id DESC`;
  return rows
    .toSorted((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime())
    .map(({ name, submittedAt, reasons, files: stored, values, ...row }) => {
      const files = readStoredFiles(stored);
      return {
        ...row,
        name: visibleLine(name),
        submittedAt: submittedAt.toISOString(),
        reasons: reasons.toSorted(),
        files,
        template: templateOf(files, readStoredValues(values)),
      };
    });
}
