import 'server-only';
import { lessonSummaries, questionCount } from './lesson.ts';

/** The number of questions in each lesson of the course, including predictions. */
export async function questionCounts(): Promise<Record<string, number>> {
  const lessons = [...(await lessonSummaries()).keys()];
  const counts = await Promise.all(lessons.map(async (slug) => [slug, await questionCount(slug)] as const));
  return Object.fromEntries(counts);
}
