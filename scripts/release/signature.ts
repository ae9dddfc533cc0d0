import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What the signatures are for, so that a signature for something else by the same key does not count. */
const NAMESPACE = 'docker-for-ml-release';
/** Name of the signer in the receiver's list of allowed signers. */
const SIGNER = 'docker-for-ml';

/**
 * Signs a file with an SSH key and writes `<path>.sig`.
 *
 * @param key file of a private key, or of a public key whose private part an agent has
 */
export async function sign(path: string, key: string): Promise<void> {
  // Not interactive, so that an existing signature is replaced: ssh-keygen would ask.
  const signature = `${path}.sig`;
  const child = spawn('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', NAMESPACE], {
    stdio: [openSync(path, 'r'), openSync(`${signature}.unfinished`, 'w'), 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ssh-keygen could not sign ${path} with ${key}.`);
  await rename(`${signature}.unfinished`, signature);
}

/**
 * The line for the receiver's list of allowed signers.
 *
 * @param key as for `sign`
 */
export async function allowedSigner(key: string): Promise<string> {
  const text = await readFile(key, 'utf8');
  // ssh-keygen computes a public key from a private one, but does not accept a public one.
  const publicKey = /^(?:ssh-|sk-|ecdsa-)/.test(text) ? text : await publicKeyOf(key);
  const [type, encoded] = publicKey.trim().split(/\s+/);
  return `${SIGNER} namespaces="${NAMESPACE}" ${type} ${encoded}`;
}

async function publicKeyOf(privateKey: string): Promise<string> {
  return (await promisify(execFile)('ssh-keygen', ['-y', '-f', privateKey])).stdout;
}
