import 'server-only';
import type { SentReport } from '@dfm/contracts/browser-api';
import { loadCourse } from '../content/course.ts';
import { courseOutline } from '../content/outline.ts';

/** The lesson or exercise that a report is about. */
export type Part = Pick<SentReport, 'part' | 'slug'>;

/** The file of the content with the text of a part. */
export function fileOf({ part, slug }: Part): string {
  return part === 'lesson' ? `lessons/${slug}.mdx` : `exercises/${slug}/statement.mdx`;
}

/** The part whose text a file has; undefined for every other file. */
export function partIn(path: string): Part | undefined {
  const lesson = /^lessons\/([^/]+)\.mdx$/.exec(path)?.[1];
  if (lesson !== undefined) return { part: 'lesson', slug: lesson };
  const exercise = /^exercises\/([^/]+)\/statement\.mdx$/.exec(path)?.[1];
  return exercise === undefined ? undefined : { part: 'exercise', slug: exercise };
}

/** Whether the course has a part. */
export async function isInCourse({ part, slug }: Part): Promise<boolean> {
  const { modules } = await loadCourse();
  return modules.some(({ lessons, exercises }) => (part === 'lesson' ? lessons : exercises).includes(slug));
}

/** A function that returns the title of a part; its slug if it is no longer in the course. */
export async function partTitles(): Promise<(part: Part) => string> {
  const { modules } = await courseOutline();
  const titles = new Map(
    modules.flatMap(({ items }) => items).map(({ kind, slug, title }) => [`${kind}/${slug}`, title]),
  );
  return ({ part, slug }) => titles.get(`${part}/${slug}`) ?? slug;
}
