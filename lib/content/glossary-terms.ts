import 'server-only';
import { join } from 'node:path';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { ContentError } from '@dfm/course/exercises';
import { contentRoot } from './content-root.ts';
import { loadGlossary, type GlossaryEntry } from './glossary.ts';
import { lessonSummaries } from './lesson.ts';

interface GlossaryTerm extends Omit<GlossaryEntry, 'lesson'> {
  lesson?: { href: string; title: string } | undefined;
}

/**
 * The glossary with the lessons that its entries link to.
 *
 * @throws ContentError if an entry names a lesson that is not in the course
 */
export async function glossaryTerms(): Promise<GlossaryTerm[]> {
  const [entries, lessons] = await Promise.all([loadGlossary(), lessonSummaries()]);
  return entries.map(({ lesson, ...entry }) => {
    if (lesson === undefined) return entry;
    const title = lessons.get(lesson)?.title;
    if (title === undefined)
      throw new ContentError([
        {
          file: join(contentRoot(), 'glossary.yaml'),
          message: `${entry.slug}: there is no lesson ${lesson} in the course`,
        },
      ]);
    return { ...entry, lesson: { href: hrefTo('lesson', lesson), title } };
  });
}
