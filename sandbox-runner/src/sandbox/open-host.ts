import type { RunnerEnv } from '../config/env.ts';
import { dockerHost } from './docker/docker-host.ts';
import type { SandboxHost } from './sandbox-host.ts';

/**
 * What runs the sandboxes: the Docker Engine of this machine or a cluster.
 *
 * @throws Error for the operator if no cluster is configured
 */
export async function openHost(env: RunnerEnv): Promise<SandboxHost> {
  if (env.SANDBOX_BACKEND === 'docker') return dockerHost(env);
  const { kubernetesHost } = await import('./kubernetes/kubernetes-host.ts');
  return kubernetesHost(env);
}
