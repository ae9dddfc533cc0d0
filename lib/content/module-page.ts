import 'server-only';
import { courseConcepts } from './concepts.ts';
import { lessonSummaries } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

interface ModulePage extends OutlineModule {
  /** 1-based number in the course. */
  number: number;
  /** Total of all its lessons, exercises and labs. */
  minutes: number;
  /** Learning objectives by lesson. */
  objectives: { slug: string; title: string; objectives: string[] }[];
  concepts: { slug: string; name: string }[];
  previous?: Pick<OutlineModule, 'slug' | 'title'> | undefined;
  next?: Pick<OutlineModule, 'slug' | 'title'> | undefined;
}

/** The data of a module's page; undefined if the course has no module with that slug. */
export async function modulePage(slug: string): Promise<ModulePage | undefined> {
  const [{ modules }, lessons, concepts] = await Promise.all([
    courseOutline(),
    lessonSummaries(),
    courseConcepts(),
  ]);
  const place = modules.findIndex((module) => module.slug === slug);
  const module = modules[place];
  if (!module) return undefined;
  const here = (candidate: { kind: string; slug: string }) =>
    module.items.some((item) => item.kind === candidate.kind && item.slug === candidate.slug);
  return {
    ...module,
    number: place + 1,
    minutes: module.items.reduce((sum, item) => sum + item.minutes, 0),
    objectives: module.items
      .filter((item) => item.kind === 'lesson')
      .map((item) => ({
        slug: item.slug,
        title: item.title,
        objectives: lessons.get(item.slug)?.objectives ?? [],
      })),
    concepts: concepts
      .filter(({ items }) => items.some(here))
      .map((concept) => ({ slug: concept.slug, name: concept.name })),
    previous: modules[place - 1],
    next: modules[place + 1],
  };
}
