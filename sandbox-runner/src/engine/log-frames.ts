/** A piece of a container's output from the engine's multiplexed stream. */
export interface LogFrame {
  stream: 'stdout' | 'stderr';
  bytes: Uint8Array;
}

const headerBytes = 8;

/**
 * Splits the engine's multiplexed log into frames: one byte for the stream (1 stdout, 2 stderr), three of
 * padding, four for the length, then the output (Docker Engine API, "Attach to a container"). Bytes are
 * passed on as they arrive.
 */
export async function* logFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<LogFrame> {
  let header = Buffer.alloc(0);
  let stream: LogFrame['stream'] = 'stdout';
  let leftBytes = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (rest.length > 0) {
      if (leftBytes === 0) {
        const missing = headerBytes - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < headerBytes) break;
        stream = header[0] === 2 ? 'stderr' : 'stdout';
        leftBytes = header.readUInt32BE(4);
        header = Buffer.alloc(0);
      } else {
        const bytes = rest.subarray(0, leftBytes);
        leftBytes -= bytes.length;
        rest = rest.subarray(bytes.length);
        yield { stream, bytes };
      }
    }
  }
}
