import { describe, expect, test } from 'vitest';
import { userNamespaceRestriction } from './user-namespaces.ts';

describe('userNamespaceRestriction', () => {
  test.each([
    ['nothing if no such setting exists', {}, undefined],
    [
      'nothing if AppArmor does not restrict them',
      { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '0\n' },
      undefined,
    ],
    [
      'AppArmor’s restriction',
      { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n' },
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    [
      'nothing if users may create them',
      {
        '/proc/sys/kernel/unprivileged_userns_clone': '1\n',
        '/proc/sys/user/max_user_namespaces': '15000\n',
      },
      undefined,
    ],
    [
      'Debian’s switch',
      { '/proc/sys/kernel/unprivileged_userns_clone': '0\n' },
      'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    ],
    [
      'a limit of 0',
      { '/proc/sys/user/max_user_namespaces': '0\n' },
      'sudo sysctl -w user.max_user_namespaces=15000',
    ],
  ])('finds %s', async (_name, files: Record<string, string>, command) => {
    const read = async (path: string) => files[path] ?? Promise.reject(new Error('no such file'));
    expect((await userNamespaceRestriction(read))?.command).toBe(command);
  });
});
