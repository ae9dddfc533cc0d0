import type { DueCards } from '@dfm/contracts/browser-api';
import { learnerOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { learnerQueue } from '@/lib/recall/reviews.ts';

const privateHeaders = { 'cache-control': 'private, no-store' };

/** How many cards the current learner has to review now; 0 for a visitor. */
export const GET = route(async (request) => {
  const learner = await learnerOf(request.headers);
  const due = learner ? (await learnerQueue(learner.id, new Date())).cards.length : 0;
  return Response.json({ due } satisfies DueCards, { headers: privateHeaders });
});
