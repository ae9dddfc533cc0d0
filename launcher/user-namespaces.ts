import { readFile } from 'node:fs/promises';

export interface Restriction {
  message: string;
  command: string;
}

/** System settings that prevent a sandbox's user from creating the user namespace in which its engine runs. */
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
      'this system does not let users create user namespaces (kernel.unprivileged_userns_clone is 0), which sandboxes need',
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
 * The setting of this system that will probably prevent sandboxes from starting, with the command that helps.
 * Not certain, because an AppArmor profile may allow what the system forbids in general.
 *
 * @param read returns the contents of a file; rejects if it does not exist
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
