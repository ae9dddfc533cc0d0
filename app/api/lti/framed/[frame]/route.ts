import { route } from '@/lib/http/route.ts';
import { isChosen } from '@/lib/lti/deep-link.ts';
import { answerReturnInFrame } from '@/lib/lti/return-page.ts';

type Context = { params: Promise<{ frame: string }> };

/**
 * Whether an instructor has chosen what the frame of the LMS waits for. The frame has no session: cookies of
 * this site are not sent from frames of other sites. Its secret takes their place.
 */
export const POST = route(async (_request, { params }: Context) =>
  Response.json(
    { isChosen: await isChosen((await params).frame) },
    { headers: { 'cache-control': 'no-store' } },
  ),
);

/** Takes what was chosen back to the LMS, inside its frame. */
export const GET = route(async (_request, { params }: Context) => answerReturnInFrame((await params).frame));
