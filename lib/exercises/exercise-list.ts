import 'server-only';
import type { ExerciseGroup } from '@dfm/contracts/page-data';
import { listExercises } from '@dfm/course/exercises';
import { courseConcepts } from '../content/concepts.ts';
import { contentRoot } from '../content/content-root.ts';
import { courseOutline } from '../content/outline.ts';

/** The exercises of the course by module, in its order. Modules without exercises are left out. */
export async function exerciseGroups(): Promise<ExerciseGroup[]> {
  const [{ modules }, exercises, concepts] = await Promise.all([
    courseOutline(),
    listExercises(contentRoot()),
    courseConcepts(),
  ]);
  const bySlug = new Map(exercises.map((exercise) => [exercise.slug, exercise]));
  const nameOf = new Map(concepts.flatMap(({ tags, name }) => tags.map((tag) => [tag, name])));
  return modules
    .map(({ slug: module, title: moduleTitle, items }) => ({
      slug: module,
      title: moduleTitle,
      exercises: items
        .filter(({ kind }) => kind === 'exercise')
        .map(({ slug, title, summary, minutes }) => {
          const { tags = [], difficulty = 1 } = bySlug.get(slug) ?? {};
          const topics = [...new Set(tags.map((tag) => nameOf.get(tag) ?? tag))];
          return { slug, title, summary, minutes, difficulty, topics };
        }),
    }))
    .filter((group) => group.exercises.length > 0);
}
