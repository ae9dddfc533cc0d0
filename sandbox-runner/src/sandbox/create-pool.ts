import type { RunnerEnv } from '../config/env.ts';
import { openDockerBackend, type SandboxStart } from './docker/docker-backend.ts';
import { openPoolOf, type PoolObserver, type SandboxPool } from './pool.ts';

export interface PoolOptions extends Partial<PoolObserver> {
  start?: SandboxStart;
  /** Is told what this host lacks, so that sandboxes start later than they could. */
  lacks?(text: string): void;
}

/**
 * Opens a pool of sandboxes on this machine's Docker Engine.
 *
 * @param onRefillFailed is told why a sandbox could not be made ahead of demand; it is retried after a pause
 * @throws PlatformError `shelf-missing` if the shelf or the sandbox image was never prepared
 * @throws Error for the operator if this host cannot hold a sandbox
 */
export async function createSandboxPool(
  env: RunnerEnv,
  onRefillFailed: (error: unknown) => void,
  { start = 'bases', lacks = () => {}, ...observer }: PoolOptions = {},
): Promise<SandboxPool> {
  return openPoolOf(await openDockerBackend(env, start, lacks), env, onRefillFailed, observer);
}
