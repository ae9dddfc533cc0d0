import 'server-only';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { storable } from '../db/storable.ts';
import type { SchoolVisit } from './school-visit.ts';

const NAME_MAX = 80;

/** What a school says about a person. */
export interface Person {
  /** The school's own ID of the person, which never changes. */
  subject: string;
  name: string;
  /** In lower case; undefined if the school did not send a valid one. */
  email: string | undefined;
  emailVerified: boolean;
}

const emailClaim = z.string().trim().toLowerCase().pipe(z.email().max(254));

/**
 * Exchanges the school's answer for what it says about the person. Checks state, issuer, audience, nonce and
 * the code verifier.
 *
 * @param answer the address to which the school sent the browser
 * @throws AuthorizationResponseError for a refusal, otherwise the errors of openid-client
 */
export async function personFrom(
  configuration: oidc.Configuration,
  answer: URL,
  { state, nonce, codeVerifier }: SchoolVisit,
): Promise<Person> {
  const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims()!;
  // Many schools put the address only there.
  const hasMore =
    idToken.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
  const more = hasMore ? await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub) : {};
  const claims: Record<string, unknown> = { ...more, ...idToken };
  const email = emailClaim.safeParse(claims.email).data;
  return {
    subject: idToken.sub,
    name: nameIn(claims) ?? email?.split('@')[0]?.slice(0, NAME_MAX) ?? '',
    email,
    emailVerified: claims.email_verified === true,
  };
}

function nameIn({ name, given_name, family_name }: Record<string, unknown>): string | undefined {
  const parts = [given_name, family_name].filter((part) => typeof part === 'string');
  const text = typeof name === 'string' ? name : parts.join(' ');
  return storable(text).trim().slice(0, NAME_MAX).toWellFormed() || undefined;
}
