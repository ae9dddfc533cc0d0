import 'server-only';
import { listExercises } from '@dfm/course/exercises';
import { contentRoot } from './content-root.ts';
import { courseOutline } from './outline.ts';
import { perVersion } from './per-version.ts';

/** A lesson or exercise about a check. */
interface TaughtAt {
  kind: 'lesson' | 'exercise';
  slug: string;
  title: string;
}

/**
 * The checks that the course teaches only after an exercise: those for which no exercise up to it gives
 * points, but a later one does. None if the exercise is not in the course.
 */
export async function checksTaughtAfter(slug: string): Promise<string[]> {
  const graded = await perVersion('graded checks', gradedInOrder);
  const place = graded.findIndex((exercise) => exercise.slug === slug);
  if (place === -1) return [];
  const checksOf = (exercises: typeof graded) => new Set(exercises.flatMap(({ checks }) => checks));
  return [...checksOf(graded.slice(place + 1)).difference(checksOf(graded.slice(0, place + 1)))];
}

/** The exercises in the order of the course, each with the checks that it gives points for. */
async function gradedInOrder(): Promise<{ slug: string; checks: string[] }[]> {
  const [{ modules }, exercises] = await Promise.all([courseOutline(), listExercises(contentRoot())]);
  const checksOf = new Map(
    exercises.map(({ slug, rubric }) => [slug, rubric.items.map(({ check }) => check)]),
  );
  return modules.flatMap(({ items }) =>
    items.flatMap(({ kind, slug }) => (kind === 'exercise' ? [{ slug, checks: checksOf.get(slug)! }] : [])),
  );
}

/**
 * Where the course teaches a check, in the order of the course: the exercises that give points for it, and
 * the lessons that they belong to.
 */
export async function whereTaught(check: string): Promise<TaughtAt[]> {
  const [{ modules }, exercises] = await Promise.all([courseOutline(), listExercises(contentRoot())]);
  const grading = exercises.filter(({ rubric }) => rubric.items.some((item) => item.check === check));
  const slugs = {
    lesson: new Set(grading.map(({ lesson }) => lesson)),
    exercise: new Set(grading.map(({ slug }) => slug)),
  };
  return modules
    .flatMap(({ items }) => items)
    .flatMap(({ kind, slug, title }) =>
      kind !== 'lab' && slugs[kind].has(slug) ? [{ kind, slug, title }] : [],
    );
}
