import 'server-only';
import type { SearchEntry } from '@dfm/contracts/browser-api';
import { fixedPages, hrefTo } from '@dfm/contracts/pages';
import { listExercises } from '@dfm/course/exercises';
import { cheatSheet } from './cheat-sheet.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { contentRoot } from './content-root.ts';
import { loadGlossary } from './glossary.ts';
import { lessonSummaries, linkedEntries } from './lesson.ts';
import { courseOutline } from './outline.ts';

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
        href: hrefTo(kind, slug),
        alias: await aliasOf(kind, slug),
      })),
    )),
    ...modules.map(({ slug, title, summary = '' }): SearchEntry => ({
      kind: 'module',
      title,
      summary,
      href: hrefTo('module', slug),
    })),
    ...glossary.map(({ slug, term, definition, also }): SearchEntry => ({
      kind: 'term',
      title: term,
      summary: definition,
      href: `${hrefTo('glossary')}#${slug}`,
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
      href: hrefTo('check', id),
      alias: also.join(' '),
    })),
    ...fixedPages
      .filter(({ listedIn }) => listedIn.includes('search'))
      .map(({ path, title, description, searchWords }): SearchEntry => ({
        kind: 'page',
        title,
        summary: description,
        href: path,
        alias: searchWords,
      })),
  ];
}
