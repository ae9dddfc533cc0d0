import 'server-only';
import * as oidc from 'openid-client';
import { type Person, personIn } from '../accounts/person.ts';
import type { SchoolVisit } from './school-visit.ts';

/** What a school says about a person. */
export interface PersonOfSchool extends Person {
  emailVerified: boolean;
}

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
): Promise<PersonOfSchool> {
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
  return { ...personIn(idToken.sub, claims), emailVerified: claims.email_verified === true };
}
