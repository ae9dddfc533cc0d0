import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A secret of this installation: taken from the environment, otherwise from `<dataDir>/secrets/<name>`, which
 * is created on first use.
 *
 * @returns 64 hexadecimal characters if it was created here
 */
export function installationSecret(dataDir: string, name: string): string {
  const given = process.env[name];
  if (given) return given;
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name.toLowerCase().replaceAll('_', '-'));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32).toString('hex');
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  return secret;
}
