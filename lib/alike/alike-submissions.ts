import 'server-only';
import type { AlikeGroup, AlikeSubmissions, SharedVerdict } from '@dfm/contracts/page-data';
import { db } from '../db/client.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { reasonOf } from '../teaching/insight.ts';
import { knownFiles } from './known-files.ts';
import { newVariantId } from './new-variant.ts';
import { assignedTitle, newestSubmissions, type NewestSubmission } from './newest-submissions.ts';
import { normalFiles } from './normal-files.ts';

/**
 * The newest submissions of a class for an exercise: those with the same verdict together, and among them
 * those that are alike.
 *
 * @returns undefined if the class does not have to do the exercise
 */
export async function alikeSubmissions(
  access: CohortAccess<'seeWork'>,
  exercise: string,
): Promise<AlikeSubmissions | undefined> {
  const title = await assignedTitle(access, exercise);
  if (title === undefined) return undefined;
  const [submissions, learners, files] = await Promise.all([
    newestSubmissions(access, exercise),
    db().cohortMember.count({ where: { cohortId: access.cohortId } }),
    knownFiles(exercise),
  ]);
  const { starter, known } = files;
  const groupsOf = (same: NewestSubmission[]): AlikeGroup[] =>
    [...Map.groupBy(same, (submission) => normalFiles(submission.template, starter))]
      .map(([normal, alike]) => groupOf(alike, known.get(normal), newVariantId(alike[0]!, files)))
      .toSorted((a, b) => b.submissions.length - a.submissions.length);
  const verdicts = [...Map.groupBy(submissions, verdictKey).values()]
    .map((same): SharedVerdict => ({
      passed: same[0]!.passed,
      reasons: same[0]!.reasons.map(reasonOf),
      submissions: same.length,
      groups: groupsOf(same),
    }))
    .toSorted((a, b) => b.submissions - a.submissions);
  return { exercise: title, learners, verdicts };
}

const verdictKey = ({ passed, reasons }: NewestSubmission): string => JSON.stringify([passed, reasons]);

function groupOf(
  alike: NewestSubmission[],
  knownAs: AlikeGroup['knownAs'],
  variantId: string | undefined,
): AlikeGroup {
  const { files } = alike[0]!;
  return {
    knownAs,
    newVariantId: variantId,
    differBy: differBy(alike),
    submissions: alike.map(({ runId, name, submittedAt }) => ({ runId, name, submittedAt })),
    files,
  };
}

function differBy(alike: readonly NewestSubmission[]): AlikeGroup['differBy'] {
  const [{ files, template }] = alike as [NewestSubmission];
  if (alike.every((other) => isSame(other.files, files))) return 'nothing';
  return alike.every((other) => isSame(other.template, template)) ? 'values' : 'form';
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.keys({ ...a, ...b }).every((path) => a[path] === b[path]);
}
