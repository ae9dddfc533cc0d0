import { PlatformError } from '@dfm/contracts';

/** BuildKit's own messages are limited to 16 MiB; base64 adds a third. */
const maxLineBytes = 24 * 1024 * 1024;

/**
 * Parses a stream with one JSON document per line.
 *
 * @param maxBytes of a line
 * @throws PlatformError `engine-lost` for a line that is not JSON or is too long
 */
export async function* jsonLines(
  stream: AsyncIterable<Uint8Array>,
  maxBytes = maxLineBytes,
): AsyncGenerator<unknown> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield* parsed(Buffer.concat([...pending, chunk.subarray(from, end)]));
      pending = [];
      pendingBytes = 0;
      from = end + 1;
    }
    pending.push(chunk.subarray(from));
    pendingBytes += chunk.length - from;
    if (pendingBytes > maxBytes) throw unreadable(`a line of more than ${maxBytes} bytes`);
  }
  yield* parsed(Buffer.concat(pending));
}

function* parsed(line: Buffer): Generator<unknown> {
  const text = line.toString().trim();
  if (text === '') return;
  try {
    yield JSON.parse(text);
  } catch (error) {
    throw unreadable('a line that is not JSON', error);
  }
}

function unreadable(what: string, cause?: unknown): PlatformError {
  return new PlatformError(
    'engine-lost',
    'The engine gave an answer that cannot be read. This is our fault; run it again.',
    { detail: `the engine answered with ${what}`, cause },
  );
}
