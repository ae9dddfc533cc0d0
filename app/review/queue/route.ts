import { learnerOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { learnerQueue } from '@/lib/recall/reviews.ts';

const privately = { 'cache-control': 'private, no-store' };

/** What the asking learner has to review; nothing for a visitor who has done nothing yet. */
export const GET = route(async (request) => {
  const learner = await learnerOf(request.headers);
  return Response.json(learner ? await learnerQueue(learner.id, new Date()) : { cards: [], known: 0 }, {
    headers: privately,
  });
});
