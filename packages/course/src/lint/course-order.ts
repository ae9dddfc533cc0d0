import type { ContentProblem } from '@dfm/course/exercises';
import { componentsIn } from './components-in.ts';
import type { LessonText } from './lesson-text.ts';

/** A module of `course.yaml`. */
export interface ListedModule {
  slug: string;
  lessons: readonly string[];
  exercises: readonly string[];
  labs: readonly string[];
}

/**
 * Reports where a lesson contradicts the order of `course.yaml`: a prerequisite that does not come before it,
 * or a `<Next>` that leads neither to the lesson after it nor to an exercise of its module. A lesson that the
 * course does not list has no place in the order.
 */
export function orderProblems(
  { slug, file, tree, frontmatter, headLine }: LessonText,
  modules: readonly ListedModule[],
): ContentProblem[] {
  const order = modules.flatMap(({ lessons }) => lessons);
  const own = modules.find(({ lessons }) => lessons.includes(slug));
  if (own === undefined) return [];
  const before = new Set(order.slice(0, order.indexOf(slug)));
  const late = frontmatter.prerequisites.filter((other) => order.includes(other) && !before.has(other));
  const following = order[order.indexOf(slug) + 1];
  return [
    ...late.map((other) => ({
      file,
      line: headLine(other),
      message: `prerequisites: ${other} does not come before this lesson in course.yaml`,
    })),
    ...componentsIn(tree).flatMap(({ name, attributes, line }) => {
      const message = name === 'Next' ? nextProblem(attributes, own, following) : undefined;
      return message === undefined ? [] : [{ file, line, message: `<Next>: ${message}` }];
    }),
  ];
}

/**
 * Where a lab contradicts the order of `course.yaml`: its lesson must be in the same module or in an earlier
 * one.
 *
 * @returns a sentence; undefined if there is no problem, or if the course does not list the lab or the lesson
 */
export function labOrderProblem(
  { slug, lesson }: { slug: string; lesson?: string | undefined },
  modules: readonly ListedModule[],
): string | undefined {
  const own = modules.findIndex(({ labs }) => labs.includes(slug));
  const ofLesson = modules.findIndex(({ lessons }) => lesson !== undefined && lessons.includes(lesson));
  if (own === -1 || ofLesson <= own) return undefined;
  return `the module ${modules[own]!.slug}, which lists this lab, comes before the module ${modules[ofLesson]!.slug} with its lesson`;
}

function nextProblem(
  { lesson, exercise }: Partial<Record<string, string>>,
  module: ListedModule,
  following: string | undefined,
): string | undefined {
  if (exercise !== undefined)
    return module.exercises.includes(exercise)
      ? undefined
      : `${exercise} is not an exercise of the module ${module.slug}${listOf(module.exercises)}`;
  if (lesson === undefined || lesson === following) return undefined;
  const instead =
    following === undefined
      ? 'no lesson follows this one in course.yaml'
      : `the lesson that follows this one in course.yaml is ${following}, not ${lesson}`;
  return `${instead}. Link to ${following === undefined ? '' : 'it or to '}an exercise of the module${listOf(module.exercises)}`;
}

function listOf(exercises: readonly string[]): string {
  return exercises.length === 0 ? ', which has none' : `: ${exercises.join(', ')}`;
}
