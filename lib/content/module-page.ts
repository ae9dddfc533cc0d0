import 'server-only';
import { listExercises } from '@dfm/exercises';
import { contentRoot } from './content-root.ts';
import { courseConcepts } from './concepts.ts';
import { lessonSummaries } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

interface ModulePage extends OutlineModule {
  /** 1-based place in the course. */
  number: number;
  /** Of all its lessons and exercises. */
  minutes: number;
  /** What one can do afterwards, by lesson. */
  objectives: { slug: string; title: string; objectives: string[] }[];
  concepts: { tag: string; name: string }[];
  previous?: Pick<OutlineModule, 'slug' | 'title'> | undefined;
  next?: Pick<OutlineModule, 'slug' | 'title'> | undefined;
}

/** A module as its page tells it; undefined when the course has none by that slug. */
export async function modulePage(slug: string): Promise<ModulePage | undefined> {
  const [{ modules }, lessons, exercises, concepts] = await Promise.all([courseOutline(), lessonSummaries(), listExercises(contentRoot()), courseConcepts()]);
  const place = modules.findIndex((module) => module.slug === slug);
  const module = modules[place];
  if (!module) return undefined;
  const tags = new Set(module.items.flatMap((item) => (item.kind === 'lesson' ? lessons.get(item.slug) : exercises.find((exercise) => exercise.slug === item.slug))?.tags ?? []));
  return {
    ...module,
    number: place + 1,
    minutes: module.items.reduce((sum, item) => sum + item.minutes, 0),
    objectives: module.items.filter((item) => item.kind === 'lesson').map((item) => ({ slug: item.slug, title: item.title, objectives: lessons.get(item.slug)?.objectives ?? [] })),
    concepts: concepts.filter(({ tag }) => tags.has(tag)).map(({ tag, name }) => ({ tag, name })),
    previous: modules[place - 1],
    next: modules[place + 1],
  };
}
