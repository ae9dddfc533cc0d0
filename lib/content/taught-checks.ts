import 'server-only';
import { listExercises } from '@dfm/course/exercises';
import { contentRoot } from './content-root.ts';
import { courseOutline } from './outline.ts';

/** A lesson or exercise about a check. */
interface TaughtAt {
  kind: 'lesson' | 'exercise';
  slug: string;
  title: string;
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
