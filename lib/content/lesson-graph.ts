import 'server-only';
import { join } from 'node:path';
import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import type { Frontmatter } from '@dfm/course/lessons/frontmatter';
import { contentRoot } from './content-root.ts';
import { loadCourse, type Course } from './course.ts';
import { lessonSummaries } from './lesson.ts';

export interface GraphModule {
  /** 1-based number in the course, counting modules without lessons. */
  number: number;
  slug: string;
  title: string;
  lessons: {
    slug: string;
    title: string;
    tags: string[];
    /** Lessons it builds on, except those that one of the others already builds on. */
    needs: string[];
  }[];
}

/** Modules that have lessons, and what each lesson builds on. Throws ContentError like `lessonGraph`. */
export async function courseGraph(): Promise<GraphModule[]> {
  const [{ modules }, lessons] = await Promise.all([loadCourse(), lessonSummaries()]);
  return lessonGraph(modules, lessons);
}

/**
 * The graph of lessons by their prerequisites.
 *
 * @throws ContentError for a prerequisite that is not in the course or comes later in it
 */
export function lessonGraph(
  modules: readonly Pick<Course['modules'][number], 'slug' | 'title' | 'lessons'>[],
  lessons: ReadonlyMap<string, Pick<Frontmatter, 'title' | 'tags' | 'prerequisites'>>,
): GraphModule[] {
  const problems: ContentProblem[] = [];
  /** All direct and indirect prerequisites of a lesson, by slug; filled in the order of the course. */
  const before = new Map<string, Set<string>>();
  const node = (slug: string) => {
    const { title, tags, prerequisites } = lessons.get(slug) ?? { title: slug, tags: [], prerequisites: [] };
    const wrong = (message: string) =>
      problems.push({
        file: join(contentRoot(), 'lessons', `${slug}.mdx`),
        message: `prerequisites: ${message}`,
      });
    const known = prerequisites.filter((needed) => {
      if (before.has(needed)) return true;
      wrong(
        lessons.has(needed)
          ? `${needed} comes later in the course`
          : `there is no lesson ${needed} in the course`,
      );
      return false;
    });
    before.set(slug, new Set(known.flatMap((needed) => [needed, ...(before.get(needed) ?? [])])));
    return {
      slug,
      title,
      tags,
      needs: known.filter((needed) => !known.some((other) => before.get(other)?.has(needed))),
    };
  };
  const graph = modules
    .map((module, index) => ({
      number: index + 1,
      slug: module.slug,
      title: module.title,
      lessons: module.lessons.map(node),
    }))
    .filter(({ lessons: nodes }) => nodes.length > 0);
  if (problems.length > 0) throw new ContentError(problems);
  return graph;
}
