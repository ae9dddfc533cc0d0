import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Account {
  uid: number;
  gid: number;
}

const root = join(import.meta.dirname, '..');

export const isRoot = process.getuid?.() === 0;

/** The owner of this installation if root works in another user's folder (with sudo); undefined otherwise. */
export function owner(): Account | undefined {
  const { uid, gid } = statSync(root);
  return isRoot && uid !== 0 ? { uid, gid } : undefined;
}

/** The command line that runs a command as root on this machine. */
export async function asRoot(command: string): Promise<string> {
  const hasSudo = await run('sh', ['-c', 'command -v sudo']).then(
    () => true,
    () => false,
  );
  return hasSudo ? `sudo ${command}` : `su -c '${command}'`;
}

/**
 * Gives the files that root created in the installation's folder to its owner, so that npm, git and a start
 * without root can use them. The shelf and the sandboxes still belong to root, because only the runner uses
 * them.
 */
export async function giveToOwner(): Promise<void> {
  const account = owner();
  if (account === undefined) return;
  const runners = ['(', '-name', 'sandboxes', '-o', '-name', 'shelf', ')', '-prune'];
  await run('find', [
    root,
    '-xdev',
    ...runners,
    '-o',
    '-uid',
    '0',
    '-exec',
    'chown',
    '-h',
    `${account.uid}:${account.gid}`,
    '{}',
    '+',
  ]);
}
