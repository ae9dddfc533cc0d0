import { readFile } from 'node:fs/promises';

export interface Restriction {
  message: string;
  command: string;
}

/** Settings of a system that keep a sandbox's user from making the user namespace its engine lives in. */
const settings = [
  {
    path: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    blocks: '1',
    message:
      'AppArmor restricts user namespaces on this system (kernel.apparmor_restrict_unprivileged_userns is 1), which sandboxes need',
    command: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    path: '/proc/sys/kernel/unprivileged_userns_clone',
    blocks: '0',
    message:
      'this system forbids user namespaces to users (kernel.unprivileged_userns_clone is 0), which sandboxes need',
    command: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    path: '/proc/sys/user/max_user_namespaces',
    blocks: '0',
    message: 'this system allows no user namespaces (user.max_user_namespaces is 0), which sandboxes need',
    command: 'sudo sysctl -w user.max_user_namespaces=15000',
  },
];

/**
 * What of this system will probably keep sandboxes from starting, with the command that helps. Not certain:
 * an AppArmor profile may allow what the system as a whole forbids.
 *
 * @param read contents of a file; rejects where it does not exist
 */
export async function userNamespaceRestriction(
  read: (path: string) => Promise<string> = (path) => readFile(path, 'utf8'),
): Promise<Restriction | undefined> {
  for (const { path, blocks, message, command } of settings) {
    const value = await read(path).catch(() => '');
    if (value.trim() === blocks) return { message, command };
  }
  return undefined;
}
