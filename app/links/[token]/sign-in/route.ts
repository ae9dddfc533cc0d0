import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { pathOfThisSite } from '@/lib/accounts/account-forms.ts';
import { signInWithMail } from '@/lib/accounts/mailed-link.ts';
import { route } from '@/lib/http/route.ts';

interface Context {
  params: Promise<{ token: string }>;
}

/**
 * Signs in with a link from a mail. No server action, because with a new cookie, Next would render the page
 * of the link again, which no longer works.
 */
export const POST = route<Context>(async ({ url }, { params }) => {
  const { token } = await params;
  const to = pathOfThisSite(new URL(url).searchParams.get('to'), hrefTo('account'));
  const path = await signInWithMail(token, to).catch((error: unknown) => {
    if (!(error instanceof PlatformError)) throw error;
    return error.code === 'rate-limited' ? `${hrefTo('signIn')}?problem=limited` : hrefTo('link', token);
  });
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } });
});
