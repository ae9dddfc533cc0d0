import { READ_BYTES_MAX } from './lab-engine.ts';

/** The beginning of a text, at most `READ_BYTES_MAX` bytes. Nothing after it is read. */
export async function beginningOf(content: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of content) {
    parts.push(part);
    length += part.length;
    if (length >= READ_BYTES_MAX) break;
  }
  return Buffer.concat(parts).subarray(0, READ_BYTES_MAX).toString();
}
