import 'server-only';
import { lessonSummaries, recallCards } from '../content/lesson.ts';
import type { KnownCard } from './queue.ts';

/** The recall cards of all lessons, in the order of the course. */
export async function courseCards(): Promise<KnownCard[]> {
  const lessons = await lessonSummaries();
  const ofLessons = await Promise.all(
    [...lessons].map(async ([lesson, { title }]) =>
      (await recallCards(lesson)).map(({ id, front, back }) => ({
        lesson,
        lessonTitle: title,
        card: id,
        front,
        back,
      })),
    ),
  );
  return ofLessons.flat();
}
