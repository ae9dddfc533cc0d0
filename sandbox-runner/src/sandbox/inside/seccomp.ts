import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * profiles/docker-default.json is moby/profiles seccomp/default.json, unchanged. It already denies AF_ALG and
 * AF_VSOCK sockets, but only for socket(2) itself.
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
 * CAP_SYS_ADMIN. The newer calls related to mount(2) turned out to be unnecessary, and have had
 * vulnerabilities.
 */
const engineCalls = [
  // Create the user, mount and network namespaces of the engine and its containers.
  'clone',
  'clone3',
  'unshare',
  'setns',
  'sethostname',
  // Root file systems of containers and layers.
  'mount',
  'umount2',
  'pivot_root',
  'chroot',
  // runc: a session keyring for each container.
  'keyctl',
];

/**
 * The 32-bit multiplexer would bypass the rules on address families, which see only the argument of
 * socket(2). It is also denied by name, for architectures on which it is a native call.
 */
const deniedCalls = ['socketcall'];

/**
 * Docker's default seccomp profile plus the calls that a nested engine needs, as JSON for `seccomp=`. Only
 * native calls of each architecture are allowed: a call through a different table (32-bit, x32) kills the
 * process.
 */
export function sandboxSeccompProfile(): string {
  const profile = JSON.parse(readFileSync(defaultProfilePath, 'utf8')) as SeccompProfile;
  const syscalls = profile.syscalls
    // Without CAP_SYS_ADMIN, the default answers clone3 with ENOSYS. This rule is removed.
    .filter((rule) => !(rule.names.includes('clone3') && rule.action === 'SCMP_ACT_ERRNO'))
    .map((rule) => ({ ...rule, names: rule.names.filter((name) => !deniedCalls.includes(name)) }));
  const archMap = profile.archMap.map((architecture) => ({ ...architecture, subArchitectures: [] }));
  return JSON.stringify({
    ...profile,
    archMap,
    syscalls: [...syscalls, { names: engineCalls, action: 'SCMP_ACT_ALLOW' }],
  });
}
