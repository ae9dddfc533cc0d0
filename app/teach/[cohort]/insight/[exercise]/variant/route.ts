import { PlatformError } from '@dfm/contracts';
import { newVariant } from '@/lib/alike/new-variant.ts';
import { accountOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { cohortAccess } from '@/lib/teaching/access.ts';

interface Context {
  params: Promise<{ cohort: string; exercise: string }>;
}

/** A patch that declares the submission of the run in the query as a wrong variant of the exercise. */
export const GET = route<Context>(async ({ headers, url }, { params }) => {
  const account = await accountOf(headers);
  if (!account) throw new PlatformError('unauthenticated', 'Sign in to save a submission as a variant.');
  const { cohort, exercise } = await params;
  const access = await cohortAccess(account, cohort, 'seeWork');
  const variant = await newVariant(access, exercise, new URL(url).searchParams.get('run'));
  if (!variant)
    throw new PlatformError(
      'not-found',
      'This is not a submission of the class that could be a new variant.',
    );
  return new Response(variant.patch, {
    headers: {
      'content-type': 'text/x-patch; charset=utf-8',
      'content-disposition': `attachment; filename="${variant.id}.patch"`,
      'cache-control': 'no-store',
    },
  });
});
