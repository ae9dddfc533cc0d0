import type { LessonAnswers } from '@dfm/contracts/browser-api';
import { learnerOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { lessonAnswers } from '@/lib/progress/course-progress.ts';

const privateHeaders = { 'cache-control': 'private, no-store' };

/** What the current learner answered in this lesson; empty for a visitor. */
export const GET = route<{ params: Promise<{ slug: string }> }>(async (request, { params }) => {
  const learner = await learnerOf(request.headers);
  const answers: LessonAnswers = learner ? await lessonAnswers(learner.id, (await params).slug) : {};
  return Response.json(answers, { headers: privateHeaders });
});
