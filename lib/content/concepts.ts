import 'server-only';
import { listExercises } from '@dfm/exercises';
import { contentRoot } from './content-root.ts';
import { loadGlossary, type GlossaryEntry } from './glossary.ts';
import { lessonSummaries } from './lesson.ts';
import { courseOutline } from './outline.ts';

interface ConceptItem {
  kind: 'lesson' | 'exercise';
  slug: string;
  title: string;
}

/** A tag that lessons and exercises carry. */
export interface Concept {
  tag: string;
  name: string;
  /** Slug of the glossary entry about it. */
  term?: string | undefined;
  /** In the course's order. */
  items: ConceptItem[];
}

/** The concepts of the course, in the order in which a reader meets them. */
export async function courseConcepts(): Promise<Concept[]> {
  const [{ modules }, lessons, exercises, glossary] = await Promise.all([courseOutline(), lessonSummaries(), listExercises(contentRoot()), loadGlossary()]);
  const tagsOf = { lesson: lessons, exercise: new Map(exercises.map((exercise) => [exercise.slug, exercise])) };
  const items = modules.flatMap((module) => module.items).map(({ kind, slug, title }) => ({ kind, slug, title, tags: tagsOf[kind].get(slug)?.tags ?? [] }));
  return gatherConcepts(items, glossary);
}

/** Turns items with tags into tags with items. A tag may name its glossary entry in the plural. */
export function gatherConcepts(items: readonly (ConceptItem & { tags: readonly string[] })[], glossary: readonly Pick<GlossaryEntry, 'slug' | 'term'>[]): Concept[] {
  const concepts = new Map<string, Concept>();
  for (const { tags, ...item } of items) {
    for (const tag of tags) {
      let concept = concepts.get(tag);
      if (!concept) {
        const entry = glossary.find(({ slug }) => slug === tag || `${slug}s` === tag);
        concept = { tag, name: entry && entry.slug === tag ? entry.term : tag.replaceAll('-', ' '), term: entry?.slug, items: [] };
        concepts.set(tag, concept);
      }
      concept.items.push(item);
    }
  }
  return [...concepts.values()];
}
