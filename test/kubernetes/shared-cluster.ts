import { access, chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import { saveImage } from '../../sandbox-runner/src/engine/host.ts';
import { prepareSandboxImage } from '../../sandbox-runner/src/preparation/prepare.ts';
import { makePodImage } from '../../sandbox-runner/src/sandbox/kubernetes/pod-image.ts';
import { podSeccompProfile } from '../../sandbox-runner/src/sandbox/kubernetes/pod-seccomp.ts';
import { prepareShelf } from '../../sandbox-runner/src/shelf/prepare.ts';
import { testEnv } from '../../sandbox-runner/test/sandbox-fixture.ts';
import { bootCluster } from './cluster/cluster.ts';
import { clusterHome } from './cluster/home.ts';

/**
 * Prepares this machine as the integration tests do, makes the image of pods, and boots a cluster with it.
 * Called by vitest before the files of the project.
 *
 * @returns what ends the cluster, called after the files
 */
export default async function startCluster(): Promise<() => Promise<void>> {
  const env = testEnv();
  const report = (step: string, text: string) => console.log(`${step}: ${text}`);
  await prepareShelf(env, report);
  await prepareSandboxImage(env, report);
  const image = await makePodImage(env, report);
  await keepImage(env, image);
  const run = join(env.DATA_DIR, 'cluster');
  // Root of a pod is a different user of this machine, and its files are below these folders.
  for (const dir of [dirname(env.DATA_DIR), env.DATA_DIR]) await chmod(dir, 0o711);
  const cluster = await bootCluster(run, { 'dfm-sandbox.json': podSeccompProfile() });
  process.env.TEST_CLUSTER = run;
  process.env.KUBECONFIG = cluster.kubeconfig;
  process.env.KUBERNETES_IMAGE = `docker.io/library/${image}`;
  return async () => {
    await cluster[Symbol.asyncDispose]();
  };
}

/** Saves an image for the node of the cluster, unless the archive has this very image. */
async function keepImage(env: RunnerEnv, image: string): Promise<void> {
  const archive = join(clusterHome().images, 'sandbox.tar');
  const mark = join(clusterHome().dir, `saved-${image.replaceAll(':', '-')}`);
  const isThere = await Promise.all([access(archive), access(mark)]).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await saveImage(connectEngine(env.DOCKER_SOCKET), image, archive);
  await mkdir(mark, { recursive: true });
}
