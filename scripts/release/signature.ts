import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { rename } from 'node:fs/promises';
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

/** The line for the receiver's list of allowed signers. */
export async function allowedSigner(key: string): Promise<string> {
  const { stdout } = await promisify(execFile)('ssh-keygen', ['-y', '-f', key]);
  const [type, text] = stdout.trim().split(' ');
  return `${SIGNER} namespaces="${NAMESPACE}" ${type} ${text}`;
}
