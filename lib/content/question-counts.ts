import 'server-only';
import { lessonSummaries, quizKeys } from './lesson.ts';

/** How many questions each lesson of the course asks, predictions among them. */
export async function questionCounts(): Promise<Record<string, number>> {
  const lessons = [...(await lessonSummaries()).keys()];
  const counts = await Promise.all(
    lessons.map(
      async (slug) =>
        [
          slug,
          [...(await quizKeys(slug)).values()].reduce((sum, key) => sum + key.questions.length, 0),
        ] as const,
    ),
  );
  return Object.fromEntries(counts);
}
