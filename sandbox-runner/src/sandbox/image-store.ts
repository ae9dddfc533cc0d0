import { connect } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { ArchiveBudget, defaultArchiveLimits } from '../image/archive-limits.ts';
import type { ImageStore } from '../image/stored-image.ts';

/**
 * The images on a sandbox's disk, read by a program inside the sandbox that listens on a socket: a link that leads out of the
 * store leads nowhere but into the sandbox itself. What is not there, or damaged, comes as less than was asked for.
 */
export function imageStoreAt(socketPath: string): ImageStore {
  const answer = (request: string, signal: AbortSignal) => {
    const connection = addAbortSignal(signal, connect(socketPath));
    connection.write(`${request}\n`);
    return connection;
  };
  return {
    config: (imageId, signal) => bounded(answer(`config ${hexOf(imageId)}`, signal)),
    layer: (chainId, signal) => answer(`layer ${hexOf(chainId)}`, signal),
  };
}

/** What runs in a sandbox may answer without end. */
async function bounded(answer: AsyncIterable<Buffer>): Promise<Buffer> {
  const budget = new ArchiveBudget(defaultArchiveLimits);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) {
    budget.spendJson(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
