import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { db } from '../db/client.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { openSession } from './open-session.ts';
import { passkeySignature } from './passkey-answers.ts';
import { type Challenge, relyingParty, rememberChallenge, takeChallenge } from './passkey-challenge.ts';

/** What a browser is asked for to sign in. It says nothing about accounts: the device knows its passkeys. */
export async function startSignInWithPasskey(): Promise<PublicKeyCredentialRequestOptionsJSON> {
  assertSameOrigin(await headers());
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    userVerification: 'required',
  });
  await rememberChallenge(options.challenge, 'sign-in with a passkey');
  return { ...options, extensions: {} };
}

/**
 * Signs in with a passkey. No code is asked for afterwards: the device has checked a PIN, a finger or a face
 * itself. The work of an anonymous learner becomes the account's.
 *
 * @param answer unvalidated
 * @throws PlatformError `unauthenticated` if it took too long or the passkey is unknown or did not sign,
 *   `rate-limited`
 */
export async function signInWithPasskey(answer: unknown): Promise<void> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  await countUse(networkKey(requestHeaders), 'sign-in');
  const challenge = await takeChallenge('sign-in with a passkey');
  if (!challenge) throw new PlatformError('unauthenticated', 'This took too long. Try again.');
  const userId = await usePasskey(answer, challenge);
  if (userId === undefined)
    throw new PlatformError(
      'unauthenticated',
      'This site does not know this passkey. Sign in another way, and add it on your account page.',
    );
  await openSession(userId, requestHeaders);
}

/** Whose passkey has signed a challenge; undefined for an unknown one, or if something else was signed. */
async function usePasskey(answer: unknown, { challenge, madeAt }: Challenge): Promise<string | undefined> {
  const parsed = passkeySignature.safeParse(answer);
  if (!parsed.success) return undefined;
  const passkey = await db().passkey.findUnique({ where: { id: parsed.data.id } });
  if (!passkey) return undefined;
  const { id, userId, publicKey, counter } = passkey;
  const site = relyingParty();
  const outcome = await verifyAuthenticationResponse({
    response: parsed.data,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: { id, publicKey: Buffer.from(publicKey, 'base64url'), counter: Number(counter) },
    requireUserVerification: true,
    // The library throws for whatever does not fit, also for what a stranger made up.
  }).catch(() => undefined);
  if (outcome?.verified !== true) return undefined;
  // A challenge works once: using the passkey ends those that were made before.
  const { count } = await db().passkey.updateMany({
    where: { id, counter, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(madeAt) } }] },
    data: { counter: outcome.authenticationInfo.newCounter, lastUsedAt: new Date() },
  });
  return count === 0 ? undefined : userId;
}
