import 'server-only';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { listExercises } from '@dfm/course/exercises';
import { afterTheirLessons } from './after-their-lessons.ts';
import { contentRoot } from './content-root.ts';
import { loadCourse } from './course.ts';
import { courseLabs } from './labs.ts';
import { lessonSummaries } from './lesson.ts';
import { perVersion } from './per-version.ts';

interface OutlineItem {
  kind: CourseItemKind;
  slug: string;
  title: string;
  summary: string;
  minutes: number;
}

export interface OutlineModule {
  slug: string;
  title: string;
  summary?: string | undefined;
  items: OutlineItem[];
}

interface Outline {
  title: string;
  summary: string;
  modules: OutlineModule[];
}

/**
 * The course in reading order. In a module, each lesson is followed by the labs and exercises that practise
 * it; those whose lesson is elsewhere come last.
 */
export function courseOutline(): Promise<Outline> {
  // Reading all lessons and exercises takes 100 ms.
  return perVersion('outline', readOutline);
}

async function readOutline(): Promise<Outline> {
  const [course, lessons, exercises, labs] = await Promise.all([
    loadCourse(),
    lessonSummaries(),
    listExercises(contentRoot()),
    courseLabs(),
  ]);
  const bySlug = new Map(exercises.map((exercise) => [exercise.slug, exercise]));
  const item = (kind: OutlineItem['kind'], slug: string): OutlineItem => {
    const found = { lesson: lessons.get(slug), exercise: bySlug.get(slug), lab: labs.get(slug)?.lab }[kind];
    if (!found) throw new Error(`course.yaml lists the ${kind} ${slug}, which does not exist`);
    return { kind, slug, title: found.title, summary: found.summary, minutes: found.minutes };
  };
  const lessonOf = ({ kind, slug }: OutlineItem) =>
    kind === 'lab' ? labs.get(slug)?.lab.lesson : bySlug.get(slug)?.lesson;
  return {
    title: course.title,
    summary: course.summary,
    modules: course.modules.map((module) => ({
      slug: module.slug,
      title: module.title,
      summary: module.summary,
      items: afterTheirLessons(
        module.lessons.map((slug) => item('lesson', slug)),
        [
          ...module.labs.map((slug) => item('lab', slug)),
          ...module.exercises.map((slug) => item('exercise', slug)),
        ],
        lessonOf,
      ),
    })),
  };
}
