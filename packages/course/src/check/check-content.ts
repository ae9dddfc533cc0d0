import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import { drawInWords } from '@dfm/contracts/draw-in-words';
import { type LoadedExercise, loadExercise } from '@dfm/course/exercises';
import { judgeVariant } from './judge-variant.ts';
import { type Variant, variantOfRun, variantsOf } from './variants.ts';

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
 * sandbox, so that steps they share are built only once. Of an exercise with draws, the solution is graded
 * for every draw, and the wrong variants take turns at them.
 *
 * @throws ContentError if the exercise cannot be loaded, PlatformError if it does not exist or cannot be
 *   graded
 */
export async function* checkExercise(
  contentRoot: string,
  slug: string,
  grade: GradeFiles,
): AsyncGenerator<CheckedVariant> {
  const attempts = await attemptsOf(contentRoot, slug);
  for (const [index, { name, loaded, role, files }] of attempts.entries()) {
    const { exercise } = loaded;
    const next = index === attempts.length - 1 ? 'discard' : 'keep';
    const result = await grade(exercise, files, {
      learnerKey: `content-check-${slug}`,
      next,
      replays: 'until-answered',
    });
    yield { exercise: slug, variant: name, result, defects: judgeVariant(exercise, role, result) };
  }
}

/** A variant of an exercise with the values of a draw. */
export interface Attempt extends Variant {
  /** The variant, with the values of a draw other than the first. */
  name: string;
  /** From 0. */
  draw: number;
  loaded: LoadedExercise;
}

/**
 * What is graded to check an exercise: its variants with the values of the draws, the first draw's first.
 *
 * @throws ContentError, PlatformError as `loadExercise`
 */
export async function attemptsOf(contentRoot: string, slug: string): Promise<Attempt[]> {
  const example = await loadExercise(contentRoot, slug);
  const draws = await Promise.all(
    (example.exercise.draws ?? [example.values]).map((values) => loadExercise(contentRoot, slug, values)),
  );
  return draws.flatMap((loaded, draw) =>
    variantsOf(loaded)
      .filter(({ role }, index) => {
        if (role.kind === 'solution') return true;
        return draw === (role.kind === 'wrong' ? index % draws.length : 0);
      })
      .map((variant) => ({
        ...variant,
        name: draw === 0 ? variant.variant : `${variant.variant} (${drawInWords(loaded.values)})`,
        draw,
        loaded,
      })),
  );
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
