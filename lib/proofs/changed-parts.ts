/** What a published version would change, by what it belongs to. */
export interface ChangedParts {
  /** Slugs of exercises, which have to be graded. */
  exercises: string[];
  /** Slugs of lessons with a changed text, recording or project. */
  lessons: string[];
  /** Slugs of labs. */
  labs: string[];
  /** Paths that belong to none of them. */
  others: string[];
}

/**
 * Groups changed paths by the part of the course that they belong to.
 *
 * @param lessonsOf the lessons whose commands start from a project
 */
export function changedParts(
  paths: readonly string[],
  lessonsOf: (project: string) => readonly string[],
): ChangedParts {
  const exercises = new Set<string>();
  const lessons = new Set<string>();
  const labs = new Set<string>();
  const others = new Set<string>();
  for (const path of paths) {
    const [, exercise] = /^exercises\/([^/]+)\//.exec(path) ?? [];
    const [, lesson] = /^(?:lessons|outputs)\/([^/]+)\.(?:mdx|json)$/.exec(path) ?? [];
    const [, lab] = /^labs\/([^/]+)\//.exec(path) ?? [];
    const [, project] = /^projects\/([^/]+)\//.exec(path) ?? [];
    if (exercise !== undefined) exercises.add(exercise);
    else if (lesson !== undefined) lessons.add(lesson);
    else if (lab !== undefined) labs.add(lab);
    else if (project !== undefined) {
      others.add(path);
      for (const slug of lessonsOf(project)) lessons.add(slug);
    } else others.add(path);
  }
  return {
    exercises: [...exercises].sort(),
    lessons: [...lessons].sort(),
    labs: [...labs].sort(),
    others: [...others].sort(),
  };
}
