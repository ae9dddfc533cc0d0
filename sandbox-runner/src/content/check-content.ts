import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import { loadExercise, type LoadedExercise } from '@dfm/exercises';
import { judgeVariant, type Role } from './judge-variant.ts';

/** Grades a build context in the sandbox of `learnerKey`, which is kept for the next call or discarded. */
export type GradeFiles = (exercise: Exercise, files: ContextFile[], sandbox: { learnerKey: string; next: 'keep' | 'discard' }) => Promise<ResultDocument>;

export interface CheckedVariant {
  exercise: string;
  /** `starter`, `solution` or the id of a wrong variant. */
  variant: string;
  result: ResultDocument;
  /** Sentences; empty when it behaves as declared. */
  defects: string[];
}

/**
 * Grades starter, solution and every wrong variant of an exercise, one after the other in one sandbox, so that what they
 * have in common is built once.
 * @throws ContentError when the exercise cannot be loaded, PlatformError when there is none or it cannot be graded
 */
export async function* checkExercise(contentRoot: string, slug: string, grade: GradeFiles): AsyncGenerator<CheckedVariant> {
  const loaded = await loadExercise(contentRoot, slug);
  const variants = variantsOf(loaded);
  for (const [index, { variant, role, files }] of variants.entries()) {
    const next = index === variants.length - 1 ? 'discard' : 'keep';
    const result = await grade(loaded.exercise, files, { learnerKey: `content-check-${slug}`, next });
    yield { exercise: slug, variant, result, defects: judgeVariant(loaded.exercise, role, result) };
  }
}

/** Grades one variant in a sandbox of its own: its first build is cold. */
export async function gradeCold(contentRoot: string, slug: string, variant: string, grade: GradeFiles): Promise<CheckedVariant> {
  const loaded = await loadExercise(contentRoot, slug);
  const found = variantsOf(loaded).find((entry) => entry.variant === variant);
  if (!found) throw new Error(`${slug} has no variant ${variant}: there are ${variantsOf(loaded).map((entry) => entry.variant).join(', ')}`);
  const result = await grade(loaded.exercise, found.files, { learnerKey: `content-record-${slug}-${variant}`, next: 'discard' });
  return { exercise: slug, variant, result, defects: judgeVariant(loaded.exercise, found.role, result) };
}

/** Ids of checks an exercise names that are not among `known`. */
export function unknownChecks(exercise: Exercise, known: ReadonlySet<string>): string[] {
  const named = [...exercise.rubric.items.map((item) => item.check), ...exercise.wrong.flatMap((variant) => [...variant.caughtBy, ...variant.mayAlsoFail])];
  return [...new Set(named)].filter((id) => !known.has(id));
}

function variantsOf({ exercise, starter, solution, wrong }: LoadedExercise): { variant: string; role: Role; files: ContextFile[] }[] {
  return [
    { variant: 'solution', role: { kind: 'solution' }, files: solution },
    { variant: 'starter', role: { kind: 'starter' }, files: starter },
    ...exercise.wrong.map((declared) => ({
      variant: declared.id,
      role: { kind: 'wrong' as const, variant: declared },
      files: wrong.find((attempt) => attempt.variant === declared.id)?.files ?? [],
    })),
  ];
}
