import 'server-only';
import type { SentReport } from '@dfm/contracts/browser-api';
import { loadCourse } from '../content/course.ts';
import { courseLabs } from '../content/labs.ts';
import { courseOutline } from '../content/outline.ts';

/** The lesson, exercise or lab that a report is about. */
export type Part = Pick<SentReport, 'part' | 'slug'>;

/** With the anchor, which decides the file of a lab. */
type Place = Part & Pick<SentReport, 'anchor'>;

/** The file of the content with the text that a report is about. */
export function fileOf({ part, slug, anchor }: Place): string {
  if (part === 'lesson') return `lessons/${slug}.mdx`;
  if (part === 'exercise') return `exercises/${slug}/statement.mdx`;
  return anchor === '' ? `labs/${slug}/lab.yaml` : `labs/${slug}/steps/${anchor}.mdx`;
}

/** The part whose text a file has, and for a lab the anchor; undefined for every other file. */
export function partIn(path: string): (Part & Partial<Place>) | undefined {
  const lesson = /^lessons\/([^/]+)\.mdx$/.exec(path)?.[1];
  if (lesson !== undefined) return { part: 'lesson', slug: lesson };
  const exercise = /^exercises\/([^/]+)\/statement\.mdx$/.exec(path)?.[1];
  if (exercise !== undefined) return { part: 'exercise', slug: exercise };
  const [, lab, step = ''] = /^labs\/([^/]+)\/(?:lab\.yaml|steps\/([^/]+)\.mdx)$/.exec(path) ?? [];
  return lab === undefined ? undefined : { part: 'lab', slug: lab, anchor: step };
}

/** Whether the course has a part, and a lab the step. */
export async function isInCourse({ part, slug, anchor }: Place): Promise<boolean> {
  if (part === 'lab') {
    const steps = (await courseLabs()).get(slug)?.lab.steps;
    return steps !== undefined && (anchor === '' || steps.some(({ id }) => id === anchor));
  }
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
