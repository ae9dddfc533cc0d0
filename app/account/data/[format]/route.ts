import { PlatformError } from '@dfm/contracts';
import { accountOf } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { exportResponse } from '@/lib/privacy/export-response.ts';

interface Context {
  params: Promise<{ format: string }>;
}

/** Everything that is stored about the account that asks. */
export const GET = route<Context>(async ({ headers }, { params }) => {
  const account = await accountOf(headers);
  if (!account) throw new PlatformError('unauthenticated', 'Sign in to download what is stored about you.');
  return exportResponse(account.id, account.id, (await params).format);
});
