import { route } from '@/lib/http/route.ts';
import { answerReturn } from '@/lib/lti/return-page.ts';

type Context = { params: Promise<{ visit: string }> };

/** Takes what an instructor has chosen back to the LMS. */
export const GET = route(async ({ headers }, { params }: Context) =>
  answerReturn((await params).visit, headers),
);
