import { connect } from 'node:net';
import { addAbortSignal } from 'node:stream';
import type { ImageStore } from '@dfm/image/archive/stored-image';

/**
 * The images on a sandbox's disk, read by a program inside the sandbox that listens on a socket: a link that
 * leads out of the store leads nowhere but into the sandbox itself. What is not there, or damaged, comes as
 * less than was asked for.
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
