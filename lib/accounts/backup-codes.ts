import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { keyFor } from '../platform/sealed.ts';
import { base32 } from './totp.ts';

const CODES = 10;
const HALF_LENGTH = 5;

/** New backup codes such as `k3x7q-m2v5h`, with 50 random bits each. */
export function newBackupCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = base32(randomBytes(7)).toLowerCase();
    return `${letters.slice(0, HALF_LENGTH)}-${letters.slice(HALF_LENGTH, 2 * HALF_LENGTH)}`;
  });
}

/** What is stored instead of a backup code of an account. Hyphens, spaces and capitals make no difference. */
export function backupCodeHash(accountId: string, code: string): string {
  const letters = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return createHmac('sha256', keyFor('backup code')).update(`${accountId}:${letters}`).digest('hex');
}
