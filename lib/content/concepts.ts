import 'server-only';
import { listExercises } from '@dfm/course/exercises';
import { contentRoot } from './content-root.ts';
import { loadGlossary, type GlossaryEntry } from './glossary.ts';
import { lessonSummaries } from './lesson.ts';
import { courseOutline } from './outline.ts';

interface ConceptItem {
  kind: 'lesson' | 'exercise';
  slug: string;
  title: string;
}

/** A topic of lessons and exercises, derived from their tags. */
export interface Concept {
  /** Slug of the glossary entry if there is one, otherwise the tag. */
  slug: string;
  name: string;
  hasEntry: boolean;
  /** The tags for this concept, such as `image` and `images`. */
  tags: string[];
  /** In the order of the course. */
  items: ConceptItem[];
}

/** The concepts of the course, in the order in which they first appear. */
export async function courseConcepts(): Promise<Concept[]> {
  const [{ modules }, lessons, exercises, glossary] = await Promise.all([
    courseOutline(),
    lessonSummaries(),
    listExercises(contentRoot()),
    loadGlossary(),
  ]);
  const tagsOf = {
    lesson: lessons,
    exercise: new Map(exercises.map((exercise) => [exercise.slug, exercise])),
  };
  const items = modules
    .flatMap((module) => module.items)
    .flatMap(({ kind, slug, title }) =>
      // Labs have no tags.
      kind === 'lab' ? [] : [{ kind, slug, title, tags: tagsOf[kind].get(slug)?.tags ?? [] }],
    );
  return gatherConcepts(items, glossary);
}

/** Groups items by concept. A tag refers to the glossary entry with that name, in the singular or plural. */
export function gatherConcepts(
  items: readonly (ConceptItem & { tags: readonly string[] })[],
  glossary: readonly Pick<GlossaryEntry, 'slug' | 'term' | 'also'>[],
): Concept[] {
  const entryOf = new Map(
    glossary
      .toReversed()
      .flatMap((entry) =>
        [...entry.also, entry.term, entry.slug].map((name) => [slugified(name), entry] as const),
      ),
  );
  const concepts = new Map<string, Concept>();
  for (const { tags, ...item } of items) {
    for (const tag of tags) {
      const entry = entryOf.get(tag) ?? entryOf.get(singular(tag));
      const slug = entry?.slug ?? tag;
      const concept = concepts.get(slug) ?? {
        slug,
        name: entry?.term ?? tag.replaceAll('-', ' '),
        hasEntry: entry !== undefined,
        tags: [],
        items: [],
      };
      concepts.set(slug, concept);
      if (!concept.tags.includes(tag)) concept.tags.push(tag);
      if (!concept.items.some((other) => other.kind === item.kind && other.slug === item.slug))
        concept.items.push(item);
    }
  }
  return [...concepts.values()];
}

function slugified(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function singular(tag: string): string {
  return tag.replace(/ies$/, 'y').replace(/s$/, '');
}
