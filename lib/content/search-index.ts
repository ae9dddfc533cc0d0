import 'server-only';
import type { SearchEntry } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CourseItemKind } from '@dfm/contracts/page-data';
import { fixedPages } from '@dfm/contracts/pages';
import { listExercises } from '@dfm/course/exercises';
import type { Section } from '@dfm/course/mdx/remark-sections';
import type { CheckMeta } from '@dfm/grading';
import { cheatSheet, type CheatModule } from './cheat-sheet.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { commandOutputs } from './command-outputs.ts';
import { contentRoot } from './content-root.ts';
import { loadGlossary, type GlossaryEntry } from './glossary.ts';
import { courseLabs } from './labs.ts';
import { lessonSections, lessonSummaries, linkedEntries } from './lesson.ts';
import { courseOutline, type OutlineModule } from './outline.ts';

/**
 * Every lesson with its sections, exercise, lab, module, glossary term, command and check, and the other
 * pages.
 */
export async function searchIndex(): Promise<SearchEntry[]> {
  const [{ modules }, glossary, commands] = await Promise.all([
    courseOutline(),
    loadGlossary(),
    cheatSheet(),
  ]);
  const items = modules.flatMap((module) => module.items);
  const lessons = items.filter(({ kind }) => kind === 'lesson');
  return [
    ...(await itemEntries(items, glossary)),
    ...modules.map(moduleEntry),
    ...glossary.map(termEntry),
    ...commands.flatMap((module) => module.commands.map(commandEntry)),
    ...checkCatalogue().map(checkEntry),
    ...fixedPages.filter(({ listedIn }) => listedIn.includes('search')).map(pageEntry),
    // Last, because of equally good results the first are shown first.
    ...(await Promise.all(lessons.map(sectionEntries))).flat(),
  ];
}

/**
 * Lessons are also found by the glossary terms that they link to, exercises by their hints, labs by their
 * steps.
 */
async function itemEntries(
  items: OutlineModule['items'],
  glossary: readonly GlossaryEntry[],
): Promise<SearchEntry[]> {
  const [lessons, exercises, labs] = await Promise.all([
    lessonSummaries(),
    listExercises(contentRoot()),
    courseLabs(),
  ]);
  const exerciseOf = new Map(exercises.map((exercise) => [exercise.slug, exercise]));
  const termOf = new Map(glossary.map(({ slug, term, also }) => [slug, [term, ...also]]));
  const aliasOf = async (kind: CourseItemKind, slug: string) => {
    if (kind === 'lab') return (labs.get(slug)?.lab.steps ?? []).map(({ title }) => title).join(', ');
    const lesson = kind === 'lesson' ? lessons.get(slug) : undefined;
    if (!lesson) {
      const { tags = [], hints = [] } = exerciseOf.get(slug) ?? {};
      return [...tags, ...hints.map((hint) => (typeof hint === 'string' ? hint : hint.text))].join(' ');
    }
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
      ...(kind === 'lesson' && { text: (await sectionTexts(slug))[0]?.text }),
    })),
  );
}

/** One entry for each heading of a lesson, which is also found by the error messages it helps with. */
async function sectionEntries({
  slug,
  title: lesson,
}: OutlineModule['items'][number]): Promise<SearchEntry[]> {
  const messages = (await lessonSummaries()).get(slug)?.messages ?? [];
  return (await sectionTexts(slug)).flatMap(({ id, title, text }): SearchEntry[] => {
    if (id === undefined) return [];
    const alias = messages.flatMap((message) => (message.section === title ? [message.text] : [])).join(', ');
    const href = `${hrefTo('lesson', slug)}#${id}`;
    return [{ kind: 'section', title, summary: lesson, text, href, ...(alias !== '' && { alias }) }];
  });
}

/** The sections of a lesson, with the recorded outputs of their commands in their text. */
async function sectionTexts(slug: string): Promise<Pick<Section, 'id' | 'title' | 'text'>[]> {
  const [sections, outputs] = await Promise.all([lessonSections(slug), commandOutputs(slug)]);
  const outputOf = new Map(outputs?.commands.map(({ id, output }) => [id, output]));
  return sections.map(({ id, title, text, commands }) => ({
    id,
    title,
    text: [text, ...commands.map((command) => outputOf.get(command) ?? '')].join(' ').replaceAll(/\s+/g, ' '),
  }));
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
