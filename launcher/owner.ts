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

/** Whose installation this is, where root works on another's folder (through sudo); undefined otherwise. */
export function owner(): Account | undefined {
  const { uid, gid } = statSync(root);
  return isRoot && uid !== 0 ? { uid, gid } : undefined;
}

/** How a person starts a command as root on this machine. */
export async function asRoot(command: string): Promise<string> {
  const hasSudo = await run('sh', ['-c', 'command -v sudo']).then(
    () => true,
    () => false,
  );
  return hasSudo ? `sudo ${command}` : `su -c '${command}'`;
}

/**
 * Gives the owner what root made in the installation's folder, so that npm, git and a start without root find
 * nothing in their way. Shelf and sandboxes stay root's: only the runner uses them.
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
