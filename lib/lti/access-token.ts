import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { perProcess } from '../platform/per-process.ts';
import { signedByTool } from './keys.ts';
import { askPlatform, isDone, type PlatformAnswer, type PlatformRequest } from './platform-request.ts';
import { readAnswer } from './read-answer.ts';
import { ServiceFailure } from './service-problem.ts';

/** How this site identifies itself to an LMS. */
export interface ServiceClient {
  id: string;
  clientId: string;
  tokenUrl: string;
}

interface Token {
  text: string;
  /** Milliseconds since 1970. */
  usableUntil: number;
}

/** A token is renewed this long before it expires, because a request takes time. */
const MARGIN_SECONDS = 60;

const tokenAnswer = z.object({
  access_token: z.string().min(1).max(20_000),
  expires_in: z.coerce.number().optional(),
});

const tokens = () => perProcess('access tokens of LMSs', () => new Map<string, Token>());

/**
 * Requests something that needs an access token. A token that the LMS no longer accepts is renewed once, so
 * 401 and 403 mean that it does not allow this.
 *
 * @param scopes all that the token is used for
 * @throws ServiceFailure as `askPlatform`, `key-refused` or `no-token`
 */
export async function askWithToken(
  platform: ServiceClient,
  scopes: readonly string[],
  address: string,
  request: PlatformRequest,
): Promise<PlatformAnswer> {
  const ask = async () => {
    const token = await tokenOf(platform, scopes);
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return askPlatform(platform.id, address, { ...request, headers });
  };
  const answer = await ask();
  if (answer.status !== 401 && answer.status !== 403) return answer;
  tokens().delete(keyOf(platform, scopes));
  return ask();
}

const keyOf = ({ id, clientId, tokenUrl }: ServiceClient, scopes: readonly string[]) =>
  JSON.stringify([id, clientId, tokenUrl, scopes.toSorted()]);

/** The access token for scopes, from memory or from the LMS. */
async function tokenOf(platform: ServiceClient, scopes: readonly string[]): Promise<string> {
  const key = keyOf(platform, scopes);
  const known = tokens().get(key);
  if (known !== undefined && known.usableUntil > Date.now()) return known.text;
  const token = await newToken(platform, scopes);
  tokens().set(key, token);
  return token.text;
}

async function newToken(
  { id, clientId, tokenUrl }: ServiceClient,
  scopes: readonly string[],
): Promise<Token> {
  const assertion = await signedByTool({ iss: clientId, sub: clientId, aud: tokenUrl, jti: randomUUID() });
  const askedAt = Date.now();
  const answer = await askPlatform(id, tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: scopes.join(' '),
    }).toString(),
  });
  if (!isDone(answer.status)) throw new ServiceFailure('key-refused', `${tokenUrl}: ${answer.status}`);
  const { access_token: text, expires_in: seconds = 0 } = readAnswer(answer, tokenAnswer, 'no-token');
  return { text, usableUntil: askedAt + (seconds - MARGIN_SECONDS) * 1_000 };
}
