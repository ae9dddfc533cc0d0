import { expect, test } from 'vitest';
import { logFrames } from './log-frames.ts';

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([1, 3, 8, 9, 1000])('frames are split correctly in chunks of %i bytes', async (size) => {
  const all = Buffer.concat([frame(1, 'out'), frame(2, 'err'), frame(1, ''), frame(1, 'more')]);
  const text = { stdout: '', stderr: '' };
  for await (const { stream, bytes } of logFrames(pieces(all, size)))
    text[stream] += Buffer.from(bytes).toString();
  expect(text).toEqual({ stdout: 'outmore', stderr: 'err' });
});
