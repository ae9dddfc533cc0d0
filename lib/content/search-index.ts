import 'server-only';
import type { SearchEntry } from '@dfm/contracts/browser-api';
import { listExercises } from '@dfm/course/exercises';
import { cheatSheet } from './cheat-sheet.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { contentRoot } from './content-root.ts';
import { loadGlossary } from './glossary.ts';
import { lessonSummaries, linkedEntries } from './lesson.ts';
import { courseOutline } from './outline.ts';

const pages: SearchEntry[] = [
  {
    kind: 'page',
    title: 'Course',
    summary: 'All modules, and a map of how the lessons build on each other',
    href: '/course',
  },
  {
    kind: 'page',
    title: 'Progress',
    summary: 'What you have read, answered and built, by concept',
    href: '/progress',
  },
  {
    kind: 'page',
    title: 'Review',
    summary: 'Review cards from the lessons you have read',
    alias: 'recall flashcards spaced repetition',
    href: '/review',
  },
  {
    kind: 'page',
    title: 'Cheat sheet',
    summary: 'The commands of the course on one page',
    href: '/cheat-sheet',
  },
  { kind: 'page', title: 'Glossary', summary: 'The terms of the course', href: '/glossary' },
  { kind: 'page', title: 'Checks', summary: 'What the grader checks', href: '/checks' },
];

/** Every lesson, exercise, module, glossary term, command and check, and the other pages. */
export async function searchIndex(): Promise<SearchEntry[]> {
  const [{ modules }, lessons, exercises, glossary, commands] = await Promise.all([
    courseOutline(),
    lessonSummaries(),
    listExercises(contentRoot()),
    loadGlossary(),
    cheatSheet(),
  ]);
  const tagsOf = new Map(exercises.map(({ slug, tags }) => [slug, tags]));
  const termOf = new Map(glossary.map(({ slug, term, also }) => [slug, [term, ...also]]));
  const aliasOf = async (kind: 'lesson' | 'exercise', slug: string) => {
    const lesson = kind === 'lesson' ? lessons.get(slug) : undefined;
    if (!lesson) return (tagsOf.get(slug) ?? []).join(' ');
    return [
      ...lesson.objectives,
      ...lesson.tags,
      ...(await linkedEntries(slug)).flatMap((entry) => termOf.get(entry) ?? []),
    ].join(' ');
  };
  const items = modules.flatMap((module) => module.items);
  return [
    ...(await Promise.all(
      items.map(async ({ kind, slug, title, summary }): Promise<SearchEntry> => ({
        kind,
        title,
        summary,
        href: `/${kind}s/${slug}`,
        alias: await aliasOf(kind, slug),
      })),
    )),
    ...modules.map(({ slug, title, summary = '' }): SearchEntry => ({
      kind: 'module',
      title,
      summary,
      href: `/course/${slug}`,
    })),
    ...glossary.map(({ slug, term, definition, also }): SearchEntry => ({
      kind: 'term',
      title: term,
      summary: definition,
      href: `/glossary#${slug}`,
      alias: also.join(' '),
    })),
    ...commands.flatMap((module) =>
      module.commands.map(({ what, command, href }): SearchEntry => ({
        kind: 'command',
        title: what,
        summary: command,
        href,
      })),
    ),
    ...checkCatalogue().map(({ id, title, detects, also }): SearchEntry => ({
      kind: 'check',
      title,
      summary: `${id}: ${detects}`,
      href: `/checks/${id}`,
      alias: also.join(' '),
    })),
    ...pages,
  ];
}
