import type { RunnerEnv } from '../../config/env.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { sweepPods } from './kubernetes-backend.ts';
import { PodApi } from './pod-api.ts';

/** The cluster that runs the sandboxes of a runner. */
export function kubernetesHost(env: RunnerEnv): SandboxHost {
  const api = new PodApi(env.KUBERNETES_NAMESPACE);
  return {
    engineVersion: async () => `Kubernetes ${await api.serverVersion()}`,
    // The kubelet starts no pod whose profile is missing or whose node has no user namespaces.
    isolation: async () => ({
      runtime: env.KUBERNETES_RUNTIME_CLASS ?? 'default of the cluster',
      seccomp: 'enforced',
      userNamespaces: 'one per pod',
    }),
    problems: async () =>
      api.serverVersion().then(
        () => [],
        (error: unknown) => [`The API server of Kubernetes does not answer: ${String(error)}`],
      ),
    sweep: () => sweepPods(api, env.DATA_DIR),
  };
}
