import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { judgeVariant } from './judge-variant.ts';
import { variantOfRun, variantsOf } from './variants.ts';

/**
 * Grades a build context in the sandbox of `learnerKey`, which is kept for the next call or discarded.
 * Replays are complete (`whole`), or stopped once the answer is known, as in a learner's run.
 */
export type GradeFiles = (
  exercise: Exercise,
  files: ContextFile[],
  how: { learnerKey: string; next: 'keep' | 'discard'; replays: 'until-answered' | 'whole' },
) => Promise<ResultDocument>;

export interface CheckedVariant {
  /** Slug of the exercise, or of the project. */
  exercise: string;
  variant: string;
  result: ResultDocument;
  /** Sentences; empty if the variant behaves as declared. */
  defects: string[];
}

/**
 * Grades the starter, the solution and every wrong variant of an exercise, one after the other in the same
 * sandbox, so that steps they share are built only once.
 *
 * @throws ContentError if the exercise cannot be loaded, PlatformError if it does not exist or cannot be
 *   graded
 */
export async function* checkExercise(
  contentRoot: string,
  slug: string,
  grade: GradeFiles,
): AsyncGenerator<CheckedVariant> {
  const loaded = await loadExercise(contentRoot, slug);
  const variants = variantsOf(loaded);
  for (const [index, { variant, role, files }] of variants.entries()) {
    const next = index === variants.length - 1 ? 'discard' : 'keep';
    const result = await grade(loaded.exercise, files, {
      learnerKey: `content-check-${slug}`,
      next,
      replays: 'until-answered',
    });
    yield { exercise: slug, variant, result, defects: judgeVariant(loaded.exercise, role, result) };
  }
}

/**
 * Grades one variant of an exercise or a project in its own sandbox, as for a recording: the first build is
 * cold, and the replays are complete.
 */
export async function gradeCold(
  contentRoot: string,
  slug: string,
  variant: string,
  grade: GradeFiles,
): Promise<CheckedVariant> {
  const { exercise, role, files } = await variantOfRun(contentRoot, slug, variant);
  const result = await grade(exercise, files, {
    learnerKey: `content-record-${slug}-${variant}`,
    next: 'discard',
    replays: 'whole',
  });
  return { exercise: slug, variant, result, defects: judgeVariant(exercise, role, result) };
}
