import { type ContextFile, type Exercise, PlatformError } from '@dfm/contracts';
import { loadExercise, type LoadedExercise } from '@dfm/course/exercises';
import type { Role } from './judge-variant.ts';
import { loadProject } from './lesson-project.ts';

export interface Variant {
  /** `starter`, `solution` or the ID of a wrong variant; a project has its own names. */
  variant: string;
  role: Role;
  /** Complete build context. */
  files: ContextFile[];
}

/** Every set of files of an exercise. */
export function variantsOf({ exercise, starter, solution, wrong }: LoadedExercise): Variant[] {
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

/**
 * The variant that the recorded run `<slug>/<variant>` of a lesson builds, from a project or an exercise.
 *
 * @throws PlatformError `not-found` if there is no such variant, ContentError if it cannot be read
 */
export async function variantOfRun(
  contentRoot: string,
  slug: string,
  variant: string,
): Promise<Variant & { exercise: Exercise }> {
  const project = await loadProject(contentRoot, slug, variant);
  if (project !== undefined)
    return { exercise: project.terms, variant, role: { kind: 'solution' }, files: project.files };
  const loaded = await loadExercise(contentRoot, slug);
  const all = variantsOf(loaded);
  const found = all.find((entry) => entry.variant === variant);
  if (!found)
    throw new PlatformError(
      'not-found',
      `${slug} has no variant ${variant}. It has ${all.map((entry) => entry.variant).join(', ')}`,
    );
  return { exercise: loaded.exercise, ...found };
}
