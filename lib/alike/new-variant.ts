import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { variantPatch } from '@dfm/course/new/variant-patch';
import { contentRoot } from '../content/content-root.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { type KnownFiles, knownFiles } from './known-files.ts';
import { newestSubmissions, type NewestSubmission } from './newest-submissions.ts';
import { normalFiles } from './normal-files.ts';

/**
 * The patch with which the course declares a submission of a class as a wrong variant of the exercise.
 *
 * @param runId of one of the newest submissions, unvalidated
 * @returns undefined if it is none of them, or nothing that could be a new variant
 */
export async function newVariant(
  access: CohortAccess<'seeWork'>,
  exercise: string,
  runId: unknown,
): Promise<{ id: string; patch: string } | undefined> {
  const [submissions, files] = await Promise.all([newestSubmissions(access, exercise), knownFiles(exercise)]);
  const submission = submissions.find((candidate) => candidate.runId === runId);
  const id = submission && newVariantId(submission, files);
  if (submission === undefined || id === undefined) return undefined;
  const yaml = await readFile(join(contentRoot(), 'exercises', exercise, 'exercise.yaml'), 'utf8');
  const patch = variantPatch(exercise, yaml, {
    id,
    title: 'Made in a class',
    ...caughtAs(submission)!,
    files: Object.fromEntries(
      Object.entries(submission.template).filter(([path, text]) => text !== files.starter[path]),
    ),
  });
  return { id, patch };
}

/**
 * The ID that a submission would have as a variant; undefined if it passed, is known already, or does not say
 * which checks caught it.
 */
export function newVariantId(
  submission: NewestSubmission,
  { starter, known }: KnownFiles,
): string | undefined {
  const caught = caughtAs(submission);
  if (caught === undefined || known.has(normalFiles(submission.template, starter))) return undefined;
  const taken = new Set([...known.values()].map((of) => ('id' in of ? of.id : '')));
  for (let number = 1; ; number++) {
    const id = `${caught.caughtBy[0]}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function caughtAs({ passed, reasons }: NewestSubmission) {
  if (passed || reasons.length === 0) return undefined;
  if (reasons[0] === 'build-failed') return { caughtBy: ['builds'], status: 'build-failed' as const };
  const isUngraded = ['rejected', 'timed-out', 'out-of-memory'].includes(reasons[0]!);
  return isUngraded ? undefined : { caughtBy: reasons, status: 'graded' as const };
}
