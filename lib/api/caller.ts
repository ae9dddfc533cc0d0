import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { accountOfToken } from '../accounts/api-token.ts';
import { type Account, accountOf } from '../auth/session.ts';
import { countUse } from '../limits/hourly-use.ts';

/**
 * Whose rights a request to the API has: the owner of the token in `Authorization: Bearer <token>`, or, in a
 * browser and without that header, the account that is signed in.
 *
 * @throws PlatformError `unauthenticated`, `rate-limited`
 */
export async function apiCaller({ headers }: Request): Promise<Account> {
  const authorization = headers.get('authorization');
  const token = /^bearer ([\w-]{1,100})$/i.exec(authorization ?? '')?.[1];
  const account =
    authorization === null
      ? await accountOf(headers)
      : token === undefined
        ? null
        : await accountOfToken(token);
  if (!account)
    throw new PlatformError(
      'unauthenticated',
      'This needs a token that has not expired, as “Authorization: Bearer <token>”. Make one on the page of your account.',
    );
  await countUse(account.id, 'api');
  return account;
}
