import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * profiles/docker-default.json is moby/profiles seccomp/default.json, unchanged: it already denies AF_ALG and
 * AF_VSOCK sockets, but only to socket(2) itself.
 */
const defaultProfilePath = join(import.meta.dirname, '../../../profiles/docker-default.json');

interface SeccompRule {
  names: string[];
  action: string;
  args?: unknown;
  errnoRet?: number;
  includes?: unknown;
  excludes?: unknown;
}
interface SeccompProfile {
  archMap: { architecture: string; subArchitectures: string[] }[];
  syscalls: SeccompRule[];
}

/**
 * Calls that an engine inside a user namespace needs and that Docker's default allows only with
 * CAP_SYS_ADMIN. The newer calls of mount(2)'s family proved to be not needed, and have had holes of their
 * own.
 */
const engineCalls = [
  // Making the user, mount and network namespaces of the engine and its containers.
  'clone',
  'clone3',
  'unshare',
  'setns',
  'sethostname',
  // Root filesystems of containers and layers.
  'mount',
  'umount2',
  'pivot_root',
  'chroot',
  // runc: a session keyring for each container.
  'keyctl',
];

/**
 * The 32-bit multiplexer would go round the rules on address families, which see only socket(2)'s own
 * argument. It is denied by name too, for processors whose own calls include it.
 */
const deniedCalls = ['socketcall'];

/**
 * Docker's default seccomp profile with the calls a nested engine needs, as the JSON that `seccomp=` takes.
 * Of each processor only its own calls: one made through another of its tables (32-bit, x32) ends the
 * process.
 */
export function sandboxSeccompProfile(): string {
  const profile = JSON.parse(readFileSync(defaultProfilePath, 'utf8')) as SeccompProfile;
  const syscalls = profile.syscalls
    // Without CAP_SYS_ADMIN the default answers clone3 with ENOSYS: that rule goes.
    .filter((rule) => !(rule.names.includes('clone3') && rule.action === 'SCMP_ACT_ERRNO'))
    .map((rule) => ({ ...rule, names: rule.names.filter((name) => !deniedCalls.includes(name)) }));
  const archMap = profile.archMap.map((architecture) => ({ ...architecture, subArchitectures: [] }));
  return JSON.stringify({
    ...profile,
    archMap,
    syscalls: [...syscalls, { names: engineCalls, action: 'SCMP_ACT_ALLOW' }],
  });
}
