import { describe, expect, test } from 'vitest';
import { decrypted, encrypted } from './age.ts';
import { whole } from './archive.ts';

const passphrase = 'correct horse battery staple';
async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const encrypt = (bytes: Buffer) => whole(encrypted(chunksOf(bytes, 10_000), passphrase, 4));
const decrypt = (bytes: Buffer, given = passphrase) => whole(decrypted(chunksOf(bytes, 10_000), given));
const bytesOf = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index % 251));

describe('encryption in the format of age', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('of %i bytes comes back', async (length) => {
    const text = bytesOf(length);
    expect((await decrypt(await encrypt(text))).equals(text)).toBe(true);
  });

  test('differs each time', async () => {
    expect(await encrypt(bytesOf(10))).not.toEqual(await encrypt(bytesOf(10)));
  });

  test.each<[string, (file: Buffer) => Buffer]>([
    ['shorter', (file) => file.subarray(0, -1)],
    ['without its last chunk', (file) => file.subarray(0, -(200_000 - 3 * 65_536 + 16))],
    ['longer', (file) => Buffer.concat([file, Buffer.alloc(1)])],
    ['with two chunks exchanged', (file) => exchanged(file)],
    ['with a bit flipped', (file) => withFlipped(file, 100_000)],
    ['with a changed end of the header', (file) => withFlipped(file, file.indexOf('---') + 10)],
  ])('is refused if it is %s', async (_name, change) => {
    await expect(decrypt(change(await encrypt(bytesOf(200_000))))).rejects.toThrow(/damaged/);
  });

  test.each<[string, string, RegExp]>([
    ['a key instead of a passphrase', 'age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n', /with age/],
    [
      'more memory than there is',
      `age-encryption.org/v1\n-> scrypt ${'A'.repeat(22)} 30\n${'A'.repeat(43)}\n--- abc\n`,
      /damaged/,
    ],
    ['a very long line', `age-encryption.org/v1\n${'A'.repeat(300)}`, /damaged/],
  ])('is refused if it asks for %s', async (_name, header, problem) => {
    await expect(decrypt(Buffer.from(header))).rejects.toThrow(problem);
  });

  test('is refused with a different passphrase', async () => {
    await expect(decrypt(await encrypt(bytesOf(10)), 'wrong')).rejects.toThrow('The passphrase is wrong.');
  });
});

function withFlipped(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy[at]! ^= 1;
  return copy;
}

/** Exchanges the first two chunks. */
function exchanged(file: Buffer): Buffer {
  const begin = file.indexOf('\n', file.indexOf('---')) + 1 + 16;
  const [first, second] = [begin, begin + 65_552].map((at) => file.subarray(at, at + 65_552));
  return Buffer.concat([file.subarray(0, begin), second!, first!, file.subarray(begin + 2 * 65_552)]);
}
