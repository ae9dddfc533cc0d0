import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { type QuizAnswers, type QuizReply, sentAnswersSchema } from '@dfm/contracts/browser-api';
import { withContent } from '../content/content-root.ts';
import { quizKey } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import type { ContentAccess } from './content-access.ts';
import { withWrittenContent } from './written-content.ts';

/**
 * Marks answers in the preview of a lesson, by the lesson as it was saved. Stores nothing.
 *
 * @throws PlatformError `not-found` if the draft is gone, `conflict` if the saved lesson has no such quiz
 */
export async function markWritten(
  access: ContentAccess,
  draft: string,
  { lesson, quiz, answers }: { lesson: string; quiz: string; answers: QuizAnswers },
): Promise<QuizReply> {
  const parsed = sentAnswersSchema.safeParse(answers);
  const key = await withWrittenContent(access, draft, undefined, ({ root }) =>
    withContent({ folder: root }, () => quizKey(lesson, quiz)),
  );
  if (!parsed.success || !key)
    throw new PlatformError(
      'conflict',
      'Answers are marked with the saved lesson, which has no such questions. Save it, and list it in course.yaml.',
    );
  return { ok: true, outcome: markQuiz(key, parsed.data) };
}
