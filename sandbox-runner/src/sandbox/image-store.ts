import type { EngineContainer } from '../engine/engine-types.ts';
import { streamOf } from '../engine/exec.ts';
import type { ImageStore } from '../image/stored-image.ts';

const configFolder = '/data/docker/image/overlay2/imagedb/content/sha256';

/**
 * The inner engine's images as they lie on the sandbox's disk, read by programs inside the sandbox: a link that leads out of
 * the store leads nowhere but into the sandbox itself.
 */
export function imageStoreOf(container: EngineContainer): ImageStore {
  return {
    async config(imageId, signal) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of streamOf(container, ['cat', `${configFolder}/${hexOf(imageId)}`], signal)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    layer: (chainId, signal) => streamOf(container, ['/usr/local/lib/sandbox/layer', hexOf(chainId)], signal),
  };
}

function hexOf(digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (hex === undefined) throw new Error(`${digest} is not a sha256 digest`);
  return hex;
}
