import { expect, test } from 'vitest';
import { encodeFields, framesOfFields } from './framed-fields.ts';

async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(bytes: Uint8Array, pieceBytes = bytes.length): Promise<string[][]> {
  const found: string[][] = [];
  for await (const fields of framesOfFields(pieces(bytes, pieceBytes), maxBytes))
    found.push(fields.map(String));
  return found;
}

const maxBytes = 2_000;
const frames = [['ok', '', 'a\nb'], [], ['ok', 'x'.repeat(1_000)]];
const bytes = Buffer.concat(frames.map((fields) => encodeFields(fields)));

test.each([1, 3, 4, 5, 100, bytes.length])('frames are read in pieces of %i bytes', async (length) =>
  expect(await read(bytes, length)).toEqual(frames),
);

const cut = (change: (bytes: Buffer) => void) => {
  const changed = Buffer.from(encodeFields(['ok', 'abc']));
  change(changed);
  return Buffer.concat([bytes, changed, bytes]);
};

test.each<[string, Buffer]>([
  ['is too long', Buffer.concat([bytes, encodeFields(['x'.repeat(maxBytes)]), bytes])],
  ['has a field that is longer than itself', cut((changed) => changed.writeUInt32BE(100, 4))],
  ['has half a length', cut((changed) => changed.writeUInt32BE(1, 10))],
])('what follows a frame that %s is not read', async (_what, output) =>
  expect(await read(output)).toEqual(frames),
);

test('a frame that is incomplete is none', async () =>
  expect(await read(bytes.subarray(0, bytes.length - 1))).toEqual(frames.slice(0, 2)));
