import 'server-only';
import type { SearchEntry } from '@dfm/contracts/browser-api';
import { fixedPages, hrefTo } from '@dfm/contracts/pages';
import { listExercises } from '@dfm/course/exercises';
import type { CheckMeta } from '@dfm/grading';
import { cheatSheet, type CheatModule } from './cheat-sheet.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { contentRoot } from './content-root.ts';
import { loadGlossary, type GlossaryEntry } from './glossary.ts';
import { lessonSummaries, linkedEntries } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

/** Every lesson, exercise, module, glossary term, command and check, and the other pages. */
export async function searchIndex(): Promise<SearchEntry[]> {
  const [{ modules }, glossary, commands] = await Promise.all([
    courseOutline(),
    loadGlossary(),
    cheatSheet(),
  ]);
  const items = modules.flatMap((module) => module.items);
  return [
    ...(await itemEntries(items, glossary)),
    ...modules.map(moduleEntry),
    ...glossary.map(termEntry),
    ...commands.flatMap((module) => module.commands.map(commandEntry)),
    ...checkCatalogue().map(checkEntry),
    ...fixedPages.filter(({ listedIn }) => listedIn.includes('search')).map(pageEntry),
  ];
}

/** Lessons are also found by the glossary terms that they link to. */
async function itemEntries(
  items: OutlineModule['items'],
  glossary: readonly GlossaryEntry[],
): Promise<SearchEntry[]> {
  const [lessons, exercises] = await Promise.all([lessonSummaries(), listExercises(contentRoot())]);
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
  return Promise.all(
    items.map(async ({ kind, slug, title, summary }) => ({
      kind,
      title,
      summary,
      href: hrefTo(kind, slug),
      alias: await aliasOf(kind, slug),
    })),
  );
}

function moduleEntry({ slug, title, summary = '' }: OutlineModule): SearchEntry {
  return { kind: 'module', title, summary, href: hrefTo('module', slug) };
}

function termEntry({ slug, term, definition, also }: GlossaryEntry): SearchEntry {
  return {
    kind: 'term',
    title: term,
    summary: definition,
    href: `${hrefTo('glossary')}#${slug}`,
    alias: also.join(' '),
  };
}

function commandEntry({ what, command, href }: CheatModule['commands'][number]): SearchEntry {
  return { kind: 'command', title: what, summary: command, href };
}

function checkEntry({ id, title, detects, also }: CheckMeta): SearchEntry {
  return {
    kind: 'check',
    title,
    summary: `${id}: ${detects}`,
    href: hrefTo('check', id),
    alias: also.join(' '),
  };
}

function pageEntry({ path, title, description, searchWords }: (typeof fixedPages)[number]): SearchEntry {
  return { kind: 'page', title, summary: description, href: path, alias: searchWords };
}
