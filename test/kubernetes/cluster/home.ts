import { join } from 'node:path';

/** Where `build.ts` puts the programs and images of a cluster, outside of the repository: they take 4 GB. */
export function clusterHome() {
  const dir = process.env.DFM_KUBERNETES_HOME;
  if (dir === undefined)
    throw new Error(
      'Set DFM_KUBERNETES_HOME to a folder, and run `node test/kubernetes/cluster/build.ts` once (half an hour).',
    );
  return {
    dir,
    bin: join(dir, 'bin'),
    /** Contents of Debian packages. */
    root: join(dir, 'root'),
    images: join(dir, 'images'),
    debs: join(dir, 'debs'),
    sources: join(dir, 'src'),
    /** Files of the simulated GPU. */
    simulatedGpu: join(dir, 'simulated-gpu'),
  };
}
