import type { CourseProgress } from '@dfm/contracts/browser-api';
import { learnerOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { courseProgress } from '@/lib/progress/course-progress.ts';

const privateHeaders = { 'cache-control': 'private, no-store' };

/** The current learner's progress; empty for a visitor who has not done anything yet. */
export const GET = route(async (request) => {
  const learner = await learnerOf(request.headers);
  const progress: CourseProgress = learner
    ? await courseProgress(learner.id)
    : { lessons: {}, exercises: {}, labs: {} };
  return Response.json(progress, { headers: privateHeaders });
});
