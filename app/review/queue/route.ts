import type { ReviewQueue } from '@dfm/contracts/browser-api';
import { learnerOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { learnerQueue } from '@/lib/recall/reviews.ts';

const privateHeaders = { 'cache-control': 'private, no-store' };

/** The cards that the current learner has to review; none for a visitor who has not done anything yet. */
export const GET = route(async (request) => {
  const learner = await learnerOf(request.headers);
  const queue: ReviewQueue = learner ? await learnerQueue(learner.id, new Date()) : { cards: [], known: 0 };
  return Response.json(queue, { headers: privateHeaders });
});
