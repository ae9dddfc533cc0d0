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
  const known = knownSecret(dataDir, name);
  if (known !== undefined) return known;
  const secret = randomBytes(32).toString('hex');
  keepSecret(dataDir, name, secret);
  return secret;
}

/** As `installationSecret`, but undefined instead of a new one. */
export function knownSecret(
  dataDir: string,
  name: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const given = variables[name];
  if (given) return given;
  const file = secretFile(dataDir, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Writes the file of a secret that has none. */
export function keepSecret(dataDir: string, name: string, secret: string): void {
  mkdirSync(secretsFolder(dataDir), { recursive: true, mode: 0o700 });
  writeFileSync(secretFile(dataDir, name), secret, { mode: 0o600, flag: 'wx' });
}

export const secretsFolder = (dataDir: string): string => join(dataDir, 'secrets');

/** The file of a secret that was created here. */
export const secretFile = (dataDir: string, name: string): string =>
  join(secretsFolder(dataDir), name.toLowerCase().replaceAll('_', '-'));
