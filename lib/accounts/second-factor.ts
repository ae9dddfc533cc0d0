import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { SecondFactorView } from '@dfm/contracts/page-data';
import { pages } from '@dfm/contracts/pages';
import encodeQr from 'qr';
import type { Account } from '../auth/session.ts';
import { type Prisma, db } from '../db/client.ts';
import { countUse, giveBackUse } from '../limits/hourly-use.ts';
import { seal, unseal } from '../platform/sealed.ts';
import { backupCodeHash, newBackupCodes } from './backup-codes.ts';
import { confirmOwner, signOutOtherBrowsers } from './own-account.ts';
import { newTotpSecret, stepOfCode } from './totp.ts';

/** Time to scan the QR code and enter a code. Later, the secret is no longer shown. */
const SETUP_MINUTES = 15;

const wrongCode = 'This code is wrong or was used already. Enter the one that your app shows now.';

/** The second factor of an account, for its owner. */
export async function secondFactorOf(account: Account): Promise<SecondFactorView> {
  const factor = await db().secondFactor.findUnique({ where: { userId: account.id } });
  if (factor?.confirmedAt)
    return {
      stage: 'on',
      backupCodesLeft: await db().backupCode.count({ where: { userId: account.id } }),
    };
  if (!factor || factor.startedAt < setupStart()) return { stage: 'off' };
  const secret = unseal(factor.secret, 'second factor', account.id);
  if (secret === undefined) return { stage: 'off' };
  return { stage: 'setup', secret, qrCode: qrCode(addressOf(secret, account.email)) };
}

/** Whether signing in to an account asks for a code. */
export async function hasSecondFactor(userId: string): Promise<boolean> {
  return (await db().secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0;
}

/** Whether a second factor is recommended to an account, because it can see or change the data of others. */
export async function isSecondFactorRecommended(account: Account): Promise<boolean> {
  return account.isAdmin || (await db().staffMember.count({ where: { userId: account.id } })) > 0;
}

const setupStart = () => new Date(Date.now() - SETUP_MINUTES * 60_000);

/** The address with which authenticator apps import a secret. */
function addressOf(secret: string, email: string): string {
  const issuer = encodeURIComponent(pages.home.title);
  return `otpauth://totp/${issuer}:${encodeURIComponent(email)}?secret=${secret}&issuer=${issuer}`;
}

/** A QR code as the path of an SVG, in which a module is one unit wide. */
function qrCode(text: string): { size: number; path: string } {
  const rows = encodeQr(text, 'raw', { border: 4 });
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: dark.join('') };
}

/**
 * Makes the secret of a second factor, which is shown for a few minutes. Nothing asks for a code before one
 * was confirmed.
 *
 * @param typed as for `confirmOwner`
 * @throws PlatformError as `confirmOwner`, `conflict` if there is a second factor
 */
export async function startSecondFactor(account: Account, typed: string): Promise<void> {
  await confirmOwner(account, typed);
  const start = {
    secret: seal(newTotpSecret(), 'second factor', account.id),
    startedAt: new Date(),
    lastStep: null,
  };
  await db().$transaction(async (transaction) => {
    await transaction.secondFactor.deleteMany({ where: { userId: account.id, confirmedAt: null } });
    const { count } = await transaction.secondFactor.createMany({
      data: { userId: account.id, ...start },
      skipDuplicates: true,
    });
    if (count === 0) throw new PlatformError('conflict', 'Your second factor is on already.');
  });
}

/**
 * Turns the second factor on with a code of the app, and signs out every other browser.
 *
 * @returns the backup codes, which cannot be read again
 * @throws PlatformError `forbidden` for a wrong code, `conflict` if it was not started recently,
 *   `rate-limited`
 */
export async function confirmSecondFactor(account: Account, code: string): Promise<string[]> {
  const userId = account.id;
  await countUse(userId, 'second factor');
  const where = { userId, confirmedAt: null, startedAt: { gte: setupStart() } };
  const factor = await db().secondFactor.findFirst({ where });
  if (!factor) throw new PlatformError('conflict', 'This took too long. Reload the page and start again.');
  const lastStep = stepOf(factor, code, null);
  if (lastStep === undefined) throw new PlatformError('forbidden', wrongCode);
  const codes = newBackupCodes();
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.secondFactor.updateMany({
      where: { ...where, secret: factor.secret },
      data: { confirmedAt: new Date(), lastStep },
    });
    if (count === 0) throw new PlatformError('conflict', 'Your second factor was changed meanwhile.');
    await transaction.backupCode.createMany({
      data: codes.map((one) => ({ userId, codeHash: backupCodeHash(userId, one) })),
    });
  });
  await giveBackUse(userId, 'second factor');
  // One of them may belong to someone who knows the password.
  await signOutOtherBrowsers(account);
  return codes;
}

/**
 * Turns the second factor off.
 *
 * @throws PlatformError `forbidden` if the password or the code is wrong, `rate-limited`
 */
export async function stopSecondFactor(
  account: Account,
  { current, code }: { current: string; code: string },
): Promise<void> {
  await confirmOwner(account, current);
  await acceptCode(account.id, code);
  await db().$transaction((transaction) => deleteSecondFactor(account.id, transaction));
}

/** Deletes the second factor of an account. @returns whether it had one */
export async function deleteSecondFactor(
  userId: string,
  transaction: Prisma.TransactionClient,
): Promise<boolean> {
  const { count } = await transaction.secondFactor.deleteMany({ where: { userId } });
  await transaction.backupCode.deleteMany({ where: { userId } });
  await transaction.pendingSignIn.deleteMany({ where: { userId } });
  return count > 0;
}

/**
 * Uses a code of the app or a backup code, which then no longer works.
 *
 * @throws PlatformError `forbidden` for a wrong code, `rate-limited`
 */
export async function acceptCode(userId: string, code: string): Promise<void> {
  await countUse(userId, 'second factor');
  if (!(await useAppCode(userId, code)) && !(await useBackupCode(userId, code)))
    throw new PlatformError('forbidden', wrongCode);
  await giveBackUse(userId, 'second factor');
}

async function useAppCode(userId: string, code: string): Promise<boolean> {
  const factor = await db().secondFactor.findFirst({ where: { userId, confirmedAt: { not: null } } });
  if (!factor) return false;
  const { secret, lastStep } = factor;
  const step = stepOf(factor, code, lastStep);
  if (step === undefined) return false;
  // Of two who enter the same code at the same time, one gets in.
  const { count } = await db().secondFactor.updateMany({
    where: { userId, secret, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count > 0;
}

async function useBackupCode(userId: string, code: string): Promise<boolean> {
  const { count } = await db().backupCode.deleteMany({
    where: { userId, codeHash: backupCodeHash(userId, code) },
  });
  return count > 0;
}

/** The time step of a code of the app; undefined for a wrong code, or if AUTH_SECRET has changed. */
function stepOf(
  { secret: sealed, userId }: { secret: string; userId: string },
  code: string,
  after: number | null,
): number | undefined {
  const secret = unseal(sealed, 'second factor', userId);
  return secret === undefined ? undefined : stepOfCode(secret, digitsOf(code), { at: Date.now(), after });
}

/** Apps show a code as two groups of three digits. */
const digitsOf = (code: string) => code.replaceAll(/\s/g, '');
