import 'server-only';
import type { GitServiceName } from '@dfm/content-store/git-service';
import { PlatformError } from '@dfm/contracts';
import { usedToken } from '../accounts/api-token.ts';
import { countUse } from '../limits/hourly-use.ts';
import { type ContentAccess, contentAccess } from './content-access.ts';

/**
 * Whose rights a request of git has: the owner of the token that was entered as the password. The user name
 * may be any. A session has no effect, so that no page can push with it.
 *
 * @throws PlatformError `unauthenticated`, on which git asks for a password; `forbidden` for someone who may
 *   not write the content (any more), and for a push with a token that only reads; `rate-limited`
 */
export async function gitAccess(headers: Headers, service: GitServiceName): Promise<ContentAccess> {
  const token = passwordOf(headers.get('authorization'));
  const used = token === undefined ? null : await usedToken(token);
  if (!used)
    throw new PlatformError(
      'unauthenticated',
      'This needs a token that has not expired as the password. Make one on the page of your account.',
    );
  await countUse(used.account.id, 'git');
  const access = await contentAccess(used.account);
  if (service === 'receive-pack' && !used.mayPush)
    throw new PlatformError(
      'forbidden',
      'This token only reads. Make one with which git can push, on the page of your account.',
    );
  return access;
}

function passwordOf(authorization: string | null): string | undefined {
  const encoded = /^basic ([\w+/=-]{1,1000})$/i.exec(authorization ?? '')?.[1];
  const entered = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
  return /^[^:]*:([\w-]{1,100})$/.exec(entered)?.[1];
}
