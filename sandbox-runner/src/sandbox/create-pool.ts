import type { RunnerEnv } from '../config/env.ts';
import type { SandboxBackend, SandboxStart } from './backend.ts';
import { openDockerBackend } from './docker/docker-backend.ts';
import { openPoolOf, type PoolObserver, type SandboxPool } from './pool.ts';

export interface PoolOptions extends Partial<PoolObserver> {
  start?: SandboxStart;
  /** Called with each missing host feature that makes sandboxes start more slowly. */
  note?(text: string): void;
}

/**
 * Opens a pool of sandboxes: on this machine's Docker Engine, or as pods of a cluster.
 *
 * @param onRefillFailed called with the error if a sandbox cannot be created ahead of demand; this is retried
 *   after a pause
 * @throws PlatformError `shelf-missing` if the shelf or the sandbox image was never prepared
 * @throws Error for the operator if this host cannot run a sandbox
 */
export async function createSandboxPool(
  env: RunnerEnv,
  onRefillFailed: (error: unknown) => void,
  { start = 'bases', note = () => {}, ...observer }: PoolOptions = {},
): Promise<SandboxPool> {
  return openPoolOf(await openBackend(env, start, note), env, onRefillFailed, observer);
}

/** The client of Kubernetes is large, and a runner on a Docker Engine does not load it. */
async function openBackend(
  env: RunnerEnv,
  start: SandboxStart,
  note: (text: string) => void,
): Promise<SandboxBackend> {
  if (env.SANDBOX_BACKEND === 'docker') return openDockerBackend(env, start, note);
  const { openKubernetesBackend } = await import('./kubernetes/kubernetes-backend.ts');
  return openKubernetesBackend(env);
}
