import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ApiTokenView } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { linkTokenHash, newLinkToken } from './link-token.ts';

/** More are hardly needed, and a page lists all. */
const TOKENS_MAX = 20;
const DAYS = 365;

/** With it, scanners for secrets recognise a token in a repository or a log. */
const PREFIX = 'dfm_';

/** The tokens of an account, the newest first. */
export async function apiTokensOf({ id: userId }: Account): Promise<ApiTokenView[]> {
  const tokens = await db().apiToken.findMany({ where: { userId }, orderBy: { madeAt: 'desc' } });
  return tokens.map(({ id, name, mayPush, expiresAt, lastUsedAt }) => ({
    id,
    name: visibleLine(name),
    mayPush,
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString(),
  }));
}

/**
 * Makes a token, which works for a year.
 *
 * @param token `mayPush`: git can push drafts with it, as long as the account may write the content
 * @returns it; it cannot be read again
 * @throws PlatformError `conflict` if the account has too many
 */
export async function makeApiToken(
  { id: userId }: Account,
  { name, mayPush }: { name: string; mayPush: boolean },
): Promise<string> {
  const token = `${PREFIX}${newLinkToken()}`;
  await db().$transaction(async (transaction) => {
    // Two requests at once wait for each other, so that they count the same tokens.
    await transaction.$queryRaw`SELECT id FROM "user" WHERE id = ${userId} FOR UPDATE`;
    if ((await transaction.apiToken.count({ where: { userId } })) >= TOKENS_MAX)
      throw new PlatformError('conflict', `You have ${TOKENS_MAX} tokens. Delete one first.`);
    const expiresAt = new Date(Date.now() + DAYS * 24 * 60 * 60_000);
    await transaction.apiToken.create({
      data: { userId, name, mayPush, tokenHash: linkTokenHash(token), expiresAt },
    });
  });
  return token;
}

/** Makes a token of the account stop working. @returns whether there was one */
export async function deleteApiToken({ id: userId }: Account, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { count } = await db().apiToken.deleteMany({ where: { id, userId } });
  return count > 0;
}

/** The owner of a token; null for one that does not exist or has expired. */
export async function accountOfToken(token: string): Promise<Account | null> {
  return (await usedToken(token))?.account ?? null;
}

/** As `accountOfToken`, with whether git can push with the token. */
export async function usedToken(token: string): Promise<{ account: Account; mayPush: boolean } | null> {
  const [used] = await db().apiToken.updateManyAndReturn({
    where: { tokenHash: linkTokenHash(token), expiresAt: { gt: new Date() } },
    data: { lastUsedAt: new Date() },
    select: { mayPush: true, user: { select: { id: true, name: true, email: true, isAdmin: true } } },
  });
  return used ? { account: used.user, mayPush: used.mayPush } : null;
}
