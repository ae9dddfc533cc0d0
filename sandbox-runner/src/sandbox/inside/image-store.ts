import { connect } from 'node:net';
import { addAbortSignal } from 'node:stream';
import type { ImageStore } from '@dfm/image/archive/stored-image';

/**
 * The images on a sandbox's disk, read through a socket by a program inside the sandbox, so that a link out
 * of the store leads only into the sandbox itself. A missing or damaged blob arrives incomplete.
 */
export function imageStoreAt(socketPath: string): ImageStore {
  return {
    blob(digest, signal) {
      const connection = addAbortSignal(signal, connect(socketPath));
      connection.write(`${digest.slice('sha256:'.length)}\n`);
      return connection;
    },
  };
}
