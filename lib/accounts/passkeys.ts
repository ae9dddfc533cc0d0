import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { PasskeyView } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { z } from 'zod';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { confirmPassword } from './own-account.ts';
import { newPasskeyAnswer } from './passkey-answers.ts';
import { relyingParty, rememberChallenge, takeChallenge } from './passkey-challenge.ts';
import { acceptCode, hasSecondFactor } from './second-factor.ts';

const PASSKEYS_MAX = 20;

/** The passkeys of an account, the newest first. */
export async function passkeysOf(account: Account): Promise<PasskeyView[]> {
  const passkeys = await db().passkey.findMany({
    where: { userId: account.id },
    orderBy: [{ madeAt: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true, madeAt: true, lastUsedAt: true },
  });
  return passkeys.map(({ madeAt, lastUsedAt, ...passkey }) => ({
    ...passkey,
    madeAt: madeAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString(),
  }));
}

/**
 * Lets the browser of an account make a passkey. As a passkey lets its holder in alone, everything that
 * signing in asks for has to be entered first.
 *
 * @returns what the browser is asked for
 * @throws PlatformError as `confirmPassword` and, with a second factor, as `acceptCode`; `conflict` beyond
 *   the number of passkeys of an account
 */
export async function startPasskey(
  account: Account,
  { current, code }: { current: string; code: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await confirmPassword(account, current);
  if (await hasSecondFactor(account.id)) await acceptCode(account.id, code);
  const known = await db().passkey.findMany({
    where: { userId: account.id },
    select: { id: true, transports: true },
  });
  if (known.length >= PASSKEYS_MAX)
    throw new PlatformError('conflict', `An account has at most ${PASSKEYS_MAX} passkeys. Remove one first.`);
  const options = await generateRegistrationOptions({
    rpName: pages.home.title,
    rpID: relyingParty().id,
    userID: new TextEncoder().encode(account.id),
    userName: account.email,
    userDisplayName: account.name,
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await rememberChallenge(options.challenge, 'new passkey', account.id);
  return { ...options, extensions: {} };
}

/**
 * Adds the passkey that the browser of an account has made.
 *
 * @param answer unvalidated
 * @throws PlatformError `conflict` if it took too long or the passkey is known, `forbidden` if the answer is
 *   not one to `startPasskey`
 */
export async function addPasskey(account: Account, name: string, answer: unknown): Promise<void> {
  const expected = await takeChallenge('new passkey', account.id);
  if (!expected) throw new PlatformError('conflict', 'This took too long. Try again.');
  const made = await verifiedPasskey(answer, expected.challenge);
  if (!made)
    throw new PlatformError(
      'forbidden',
      'This site could not verify the passkey. Try another device or browser.',
    );
  const { id, publicKey, counter, transports = [] } = made;
  await db()
    .passkey.create({
      data: {
        id,
        userId: account.id,
        name,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports,
      },
    })
    .catch((error: unknown) => {
      if (isTaken(error)) throw new PlatformError('conflict', 'This passkey was added already.');
      throw error;
    });
}

/** The passkey of an answer; undefined for an answer to something else. */
async function verifiedPasskey(answer: unknown, expectedChallenge: string) {
  const parsed = newPasskeyAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { id, origin } = relyingParty();
  try {
    if (!isWithoutCertificates(parsed.data)) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: parsed.data,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
    });
    return registrationInfo?.credential;
  } catch {
    // The library throws for whatever does not fit, also for what a stranger made up.
    return undefined;
  }
}

/**
 * Whether nobody but the passkey itself vouches for the device. Nothing else was asked for, and the library
 * would look up at the address in a certificate whether it was revoked.
 */
function isWithoutCertificates({ response }: z.infer<typeof newPasskeyAnswer>): boolean {
  const attestation = decodeAttestationObject(Buffer.from(response.attestationObject, 'base64url'));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
}

/** Removes a passkey of an account. Does nothing for one of someone else. @param id unvalidated */
export async function removePasskey(account: Account, id: string): Promise<void> {
  await db().passkey.deleteMany({ where: { id, userId: account.id } });
}
