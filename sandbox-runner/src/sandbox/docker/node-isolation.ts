import { readFile } from 'node:fs/promises';
import type { RunnerEnv } from '../../config/env.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { hostFacts, type HostFacts } from '../../engine/host-facts.ts';
import { appArmorCommand, appArmorState, type AppArmorState } from './app-armor.ts';

/** What isolates the sandboxes of this node, for its operators. */
export type NodeIsolation = {
  /** The host engine's runtime for sandboxes. */
  runtime: string;
  seccomp: 'enforced';
  appArmor: 'enforced' | 'absent';
  /** Maximum per user of the host (user.max_user_namespaces). */
  userNamespaces: string;
  cgroupVersion: string;
  kernel: string;
};

/**
 * Programs and containerd types that run containers on a separate kernel, so that the host sees none of their
 * processes. Each with the name of its project.
 */
const ownKernels: readonly (readonly [program: RegExp, name: string])[] = [
  [/(^|[/.])runsc([-.]|$)/, 'gVisor'],
  [/(^|[/.])(kata|containerd-shim-kata)([-.]|$)/, 'Kata Containers'],
];

/**
 * Determines what isolates the sandboxes of this node.
 *
 * @throws Error that tells the operator what is missing and what to do, if sandboxes must not be started
 */
export async function nodeIsolation(
  host: Engine,
  env: Pick<RunnerEnv, 'SANDBOX_RUNTIME'>,
): Promise<NodeIsolation> {
  const [facts, appArmor, userNamespaces] = await Promise.all([
    hostFacts(host),
    appArmorState(),
    maxUserNamespaces(),
  ]);
  return isolationOf(facts, appArmor, userNamespaces, env.SANDBOX_RUNTIME);
}

/** The same, from facts that have been read. */
export function isolationOf(
  { runtimes, guards, cgroupVersion, kernel }: HostFacts,
  appArmor: AppArmorState,
  userNamespaces: number,
  runtime: string,
): NodeIsolation {
  const program = runtimes.get(runtime);
  if (program === undefined) {
    throw new Error(
      `SANDBOX_RUNTIME is ${runtime}, which the host's Docker Engine does not have. It has: ${[...runtimes.keys()].toSorted().join(', ')}. Install it, add it under "runtimes" in /etc/docker/daemon.json and restart the engine, or choose one of these.`,
    );
  }
  const ownKernel = ownKernels.find(([pattern]) => pattern.test(program));
  if (ownKernel !== undefined)
    throw new Error(
      `SANDBOX_RUNTIME is ${runtime}, which is ${ownKernel[1]} (${program}). The host does not see the processes in its containers, and runs are graded by what the host sees of these processes. Set SANDBOX_RUNTIME to runc, and run the node in a virtual machine if its sandboxes must not share your kernel.`,
    );
  if (!guards.includes('seccomp'))
    throw new Error(
      "The host's Docker Engine cannot use seccomp, and no sandbox is started without it. Use a kernel with CONFIG_SECCOMP_FILTER and an engine built with seccomp.",
    );
  if (appArmor === 'unloaded')
    throw new Error(
      `This host uses AppArmor, and the profile for sandboxes is not loaded. Load it: ${appArmorCommand}`,
    );
  if (appArmor === 'enforced' && !guards.includes('apparmor'))
    throw new Error(
      "This host uses AppArmor, but its Docker Engine does not apply profiles. Install AppArmor's tools (Debian: apt-get install apparmor) and restart the engine.",
    );
  if (userNamespaces === 0)
    throw new Error(
      'This host allows no user namespaces, which sandboxes need. Allow them: sudo sysctl -w user.max_user_namespaces=15000',
    );
  return {
    runtime,
    seccomp: 'enforced',
    appArmor,
    userNamespaces: String(userNamespaces),
    cgroupVersion,
    kernel,
  };
}

async function maxUserNamespaces(): Promise<number> {
  return Number(await readFile('/proc/sys/user/max_user_namespaces', 'utf8').catch(() => '0'));
}
