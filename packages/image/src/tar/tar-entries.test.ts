import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ImageArchiveError } from './archive-error.ts';
import { paxEntry, tarEnd, tarEntry, tarHeader } from './tar-blocks.ts';
import { visitTarEntries } from './tar-entries.ts';

const inChunks = (tar: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(tar.length / size) }, (_, index) =>
      tar.subarray(index * size, (index + 1) * size),
    ),
  );

/** The entries of a tar as `type name>linkname=content`, or the code of the error it ends with. */
async function read(tar: Buffer, chunkBytes = 300): Promise<string[] | string> {
  const seen: string[] = [];
  try {
    await visitTarEntries(inChunks(tar, chunkBytes), async (entry) => {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part);
      const { type, name, linkname } = entry.header;
      seen.push(
        `${type} ${name}${linkname === undefined ? '' : `>${linkname}`}=${Buffer.concat(parts).toString('latin1').slice(0, 20)}`,
      );
    });
  } catch (error) {
    if (error instanceof ImageArchiveError) return error.code;
    throw error;
  }
  return seen;
}

const a = tarEntry({ name: 'a' }, 'A');
const b = tarEntry({ name: 'b' }, 'B');
const both = ['file a=A', 'file b=B'];
const base256 = (...last: number[]) =>
  Buffer.from([0x80, ...Array.from({ length: 11 - last.length }, () => 0), ...last]);

test.each<[name: string, tar: Buffer[], expected: string[] | string]>([
  ['two files', [a, b, tarEnd], both],
  ['nothing', [tarEnd], []],
  ['an empty stream', [], []],
  ['no end blocks, only the end of the stream', [a, b], both],
  ['one empty block and the end of the stream', [a, b, tarEnd.subarray(512)], both],
  ['content after the end is not an entry', [a, tarEnd, b], ['file a=A']],
  ['near miss: an empty block between two entries', [a, tarEnd.subarray(512), b], 'bad-archive'],
  [
    'types',
    [
      ...['1', '2', '3', '4', '5', '6', '7', '\0', 'Z'].map((type) =>
        tarEntry({ name: 'n', type, linkname: 'l' }),
      ),
      tarEnd,
    ],
    ['hardlink', 'symlink', 'other', 'other', 'dir', 'other', 'file', 'file', 'other'].map(
      (type) => `${type} n>l=`,
    ),
  ],
  ['a folder of old archives ends in a slash', [tarEntry({ name: 'd/', type: '\0' }), tarEnd], ['dir d/=']],
  [
    'a link, folder or device has no content, regardless of its size field',
    [...['1', '2', '3', '4', '5', '6'].map((type) => tarEntry({ name: type, type, size: 512 })), a, tarEnd],
    ['hardlink 1=', 'symlink 2=', 'other 3=', 'other 4=', 'dir 5=', 'other 6=', 'file a=A'],
  ],
  [
    'near miss: its long name does not',
    [tarEntry({ name: 'L', type: 'L' }, 'long'), tarEntry({ name: 'd/', type: '\0' }, 'x'), tarEnd],
    ['file long=x'],
  ],
  [
    'content of an unknown type is skipped',
    [tarEntry({ name: 'v', type: 'V' }, 'x'), b, tarEnd],
    ['other v=x', 'file b=B'],
  ],
  ['a name in two fields', [tarEntry({ name: 'b', prefix: 'a' }), tarEnd], ['file a/b=']],
  ['an old header without a magic number', [withMagic(a, Buffer.alloc(8)), tarEnd], ['file a=A']],
  [
    'near miss: prefix of a different format',
    [withMagic(tarEntry({ name: 'b', prefix: '1234' }), Buffer.from('ustar  \0')), tarEnd],
    ['file b='],
  ],
  ['size in base 256', [tarHeader({ name: 'a', size: base256(1) }), a.subarray(512), tarEnd], ['file a=A']],
  [
    'size with spaces',
    [tarHeader({ name: 'a', size: Buffer.from('         1 \0') }), a.subarray(512), tarEnd],
    ['file a=A'],
  ],
  [
    'a checksum of signed bytes',
    [signedChecksum(tarEntry({ name: Buffer.from([0xc3, 0xa9]) }, 'A')), tarEnd],
    ['file é=A'],
  ],
  ['a wrong checksum', [tarHeader({ name: 'a', checksum: 1 }), tarEnd], 'bad-archive'],
  ['size that is not a number', [tarHeader({ name: 'a', size: Buffer.from('12x') }), tarEnd], 'bad-archive'],
  [
    'size in digits that are not octal',
    [tarHeader({ name: 'a', size: Buffer.from('00000000009\0') }), tarEnd],
    'bad-archive',
  ],
  ['size with a sign', [tarHeader({ name: 'a', size: Buffer.from('-0000000001\0') }), tarEnd], 'bad-archive'],
  [
    'size below zero in base 256',
    [tarHeader({ name: 'a', size: Buffer.alloc(12, 0xff) }), a.subarray(512), tarEnd],
    'bad-archive',
  ],
  [
    'size of 2^87',
    [tarHeader({ name: 'a', size: Buffer.from([0x81, ...Array.from({ length: 11 }, () => 0)]) }), tarEnd],
    'bad-archive',
  ],
  ['size of 2^53', [tarHeader({ name: 'a', size: base256(0x20, 0, 0, 0, 0, 0, 0) }), tarEnd], 'bad-archive'],
  [
    'size of 2^52 without any content',
    [tarHeader({ name: 'a', size: base256(0x10, 0, 0, 0, 0, 0, 0) }), tarEnd],
    'truncated',
  ],
  ['size beyond the end', [tarHeader({ name: 'a', size: 4000 }), tarEnd], 'truncated'],
  ['a mode that is not a number', [tarHeader({ name: 'a', mode: Number.NaN }), tarEnd], 'bad-archive'],
  [
    'an invalid device number',
    [withChecksum(Buffer.from(a).fill('x', 329, 330), (byte) => byte), tarEnd],
    'bad-archive',
  ],
  [
    'pax: path, linkpath and size',
    [
      paxEntry({ path: 'long', linkpath: 'far', size: '1' }),
      tarHeader({ name: 'a', size: 9999 }),
      a.subarray(512),
      b,
      tarEnd,
    ],
    ['file long>far=A', 'file b=B'],
  ],
  ['pax: an empty value has no effect', [paxEntry({ path: '', size: '' }), a, tarEnd], ['file a=A']],
  ['pax: an empty header is a header', [tarEntry({ name: 'pax', type: 'x' }), a, b, tarEnd], both],
  [
    'pax: of two headers, only the last counts',
    [paxEntry({ path: 'one', linkpath: 'l' }), paxEntry({ path: 'two' }), a, tarEnd],
    ['file two=A'],
  ],
  ['pax: for one entry only', [paxEntry({ path: 'one' }), a, b, tarEnd], ['file one=A', 'file b=B']],
  [
    'pax: global records are ignored',
    [paxEntry({ path: 'all', size: '0' }, 'g'), a, paxEntry({ uid: '7' }), b, tarEnd],
    both,
  ],
  [
    'pax: a global header ends the extensions for the next entry',
    [paxEntry({ path: 'x' }), paxEntry({ comment: 'c' }, 'g'), a, tarEnd],
    ['file a=A'],
  ],
  ['pax: size below zero', [paxEntry({ size: '-1' }), a, tarEnd], 'bad-archive'],
  ['pax: size that is not a number', [paxEntry({ size: '1e3' }), a, tarEnd], 'bad-archive'],
  ['pax: size beyond 2^53', [paxEntry({ size: '99999999999999999999' }), a, tarEnd], 'bad-archive'],
  ['pax: a time', [paxEntry({ mtime: '-1.5', atime: '1.' }), a, tarEnd], ['file a=A']],
  ['pax: an invalid time', [paxEntry({ mtime: '1 ' }), a, tarEnd], 'bad-archive'],
  ['pax: path with a NUL', [paxEntry({ path: 'a\0b' }), a, tarEnd], 'bad-archive'],
  [
    'pax: a record longer than the header',
    [tarEntry({ name: 'pax', type: 'x' }, '99 path=a\n'), a, tarEnd],
    'bad-archive',
  ],
  [
    'pax: a record without a line break',
    [tarEntry({ name: 'pax', type: 'x' }, '9 path=ab'), a, tarEnd],
    'bad-archive',
  ],
  ['pax: a record without a key', [tarEntry({ name: 'pax', type: 'x' }, '5 =a\n'), a, tarEnd], 'bad-archive'],
  [
    'pax: a record without an equals sign',
    [tarEntry({ name: 'pax', type: 'x' }, '7 path\n7 a=bc\n'), a, tarEnd],
    'bad-archive',
  ],
  ['pax: a record of length 0', [tarEntry({ name: 'pax', type: 'x' }, '0 a=b\n'), a, tarEnd], 'bad-archive'],
  ['pax: nothing follows', [paxEntry({ path: 'x' }), tarEnd], 'truncated'],
  [
    'GNU: an empty long name has no effect',
    [tarEntry({ name: 'L', type: 'L' }, '\0'), tarEntry({ name: 'K', type: 'K' }), a, tarEnd],
    ['file a=A'],
  ],
  [
    'GNU: a long name and a long link',
    [tarEntry({ name: 'L', type: 'L' }, 'long\0'), tarEntry({ name: 'K', type: 'K' }, 'far\0'), a, b, tarEnd],
    ['file long>far=A', 'file b=B'],
  ],
  [
    'GNU: takes precedence over the pax path',
    [tarEntry({ name: 'L', type: 'L' }, 'gnu\0'), paxEntry({ path: 'pax' }), a, tarEnd],
    ['file gnu=A'],
  ],
  [
    'GNU: a name of 1 MiB is read',
    [tarEntry({ name: 'L', type: 'L' }, Buffer.alloc(1024 * 1024, 'n')), a, tarEnd],
    [`file ${'n'.repeat(1024 * 1024)}=A`],
  ],
  [
    'GNU: a name of 1 byte more',
    [tarEntry({ name: 'L', type: 'L' }, Buffer.alloc(1024 * 1024 + 1, 'n')), a, tarEnd],
    'bad-entry',
  ],
  ['GNU: a missing name of 8 GB', [tarHeader({ name: 'L', type: 'L', size: 8e9 }), a, tarEnd], 'bad-entry'],
  [
    'GNU: a name of negative size',
    [tarHeader({ name: 'L', type: 'L', size: Buffer.alloc(12, 0xff) }), a, tarEnd],
    'bad-entry',
  ],
  ['a sparse file', [tarEntry({ name: 's', type: 'S' }, 'x'), tarEnd], 'bad-entry'],
  ['a sparse file of pax', [paxEntry({ 'GNU.sparse.major': '1' }), a, tarEnd], 'bad-entry'],
  [
    'names that are not UTF-8 remain distinct',
    [
      tarEntry({ name: Buffer.from([0x61, 0xff]) }),
      tarEntry({ name: Buffer.from([0x61, 0xfe]) }),
      tarEntry({ name: 'a\\xff' }),
      tarEntry({ name: 'é\\x' }),
      tarEnd,
    ],
    ['file a\\xff=', 'file a\\xfe=', 'file a\\x5cxff=', 'file é\\x='],
  ],
])(
  '%s',
  async (_, blocks, expected) => {
    const tar = Buffer.concat(blocks);
    expect(await read(tar)).toEqual(expected);
    expect(await read(tar, 1)).toEqual(expected);
    expect(await read(tar, 512)).toEqual(expected);
  },
  60_000,
);

function withMagic(entry: Buffer, magic: Buffer): Buffer {
  const changed = Buffer.from(entry);
  magic.copy(changed, 257);
  return withChecksum(changed, (byte) => byte);
}

function signedChecksum(entry: Buffer): Buffer {
  return withChecksum(Buffer.from(entry), (byte) => (byte > 127 ? byte - 256 : byte));
}

function withChecksum(entry: Buffer, value: (byte: number) => number): Buffer {
  entry.write('        ', 148, 'latin1');
  const sum = entry.subarray(0, 512).reduce((total, byte) => total + value(byte), 0);
  entry.write(sum.toString(8).padStart(7, '0'), 148, 'latin1');
  return entry;
}

const nameBytes = fc
  .uint8Array({ minLength: 1, maxLength: 99 })
  .filter((bytes) => !bytes.includes(0) && bytes.at(-1) !== 0x2f);
const files = fc.uniqueArray(
  fc.record({
    name: nameBytes.map((bytes) => Buffer.from(bytes)),
    content: fc.uint8Array({ maxLength: 1500 }).map((bytes) => Buffer.from(bytes)),
  }),
  { selector: ({ name }) => name.toString('latin1'), maxLength: 6 },
);

test('any names and contents are read as written, in any chunks, and remain distinct', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 2000 }), async (written, chunkBytes) => {
      const names: string[] = [];
      const contents: Buffer[] = [];
      await visitTarEntries(
        inChunks(
          Buffer.concat([...written.map(({ name, content }) => tarEntry({ name }, content)), tarEnd]),
          chunkBytes,
        ),
        async (entry) => {
          const parts: Buffer[] = [];
          for await (const part of entry) parts.push(part);
          names.push(entry.header.name);
          contents.push(Buffer.concat(parts));
        },
      );
      expect(contents).toEqual(written.map(({ content }) => content));
      expect(new Set(names).size).toBe(written.length);
    }),
    { numRuns: 200 },
  );
});

test('a tar truncated anywhere gives the entries before the cut, or a truncation error', async () => {
  const tar = Buffer.concat([
    a,
    paxEntry({ path: 'p' }),
    tarEntry({ name: 'c' }, 'C'.repeat(700)),
    tarEntry({ name: 'L', type: 'L' }, 'long\0'),
    b,
    tarEnd,
  ]);
  const complete = ['file a=A', `file p=${'C'.repeat(20)}`, 'file long=B'];
  const completeAt = new Map([
    [0, 0],
    [a.length, 1],
    [a.length + 1024 + 512 + 1024, 2],
    [tar.length - 1024, 3],
    [tar.length - 512, 3],
    [tar.length, 3],
  ]);
  for (let cut = 0; cut <= tar.length; cut += 1) {
    const count = completeAt.get(cut);
    expect([cut, await read(tar.subarray(0, cut), 512)]).toEqual([
      cut,
      count === undefined ? 'truncated' : complete.slice(0, count),
    ]);
  }
});

test('random bytes, and a tar with random bytes in it, give entries or an ImageArchiveError', async () => {
  const tar = Buffer.concat([
    paxEntry({ path: 'p', size: '1' }),
    a,
    tarEntry({ name: 'L', type: 'L' }, 'long\0'),
    b,
    tarEnd,
  ]);
  const change = fc.record({ at: fc.nat({ max: tar.length - 1 }), byte: fc.nat({ max: 255 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
        fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => mutated(tar, changes)),
      ),
      async (bytes) => {
        const seen = await read(bytes);
        expect(Array.isArray(seen) || ['truncated', 'bad-archive', 'bad-entry'].includes(seen)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
}, 60_000);

/** With correct checksums, so that the rest of the headers is read. */
function mutated(tar: Buffer, changes: { at: number; byte: number }[]): Buffer {
  const copy = Buffer.from(tar);
  for (const { at, byte } of changes) copy[at] = byte;
  for (let at = 0; at + 512 <= copy.length; at += 512)
    if (tar.toString('latin1', at + 257, at + 262) === 'ustar')
      withChecksum(copy.subarray(at, at + 512), (byte) => byte);
  return copy;
}

test('errors of the source or the visitor are passed on, and the source is closed', async () => {
  let closed = 0;
  async function* source(fault?: Error) {
    try {
      yield a;
      if (fault !== undefined) throw fault;
      yield b;
    } finally {
      closed += 1;
    }
  }
  const fault = new Error('disk');
  await expect(visitTarEntries(source(fault), async () => {})).rejects.toBe(fault);
  await expect(visitTarEntries(source(), async () => Promise.reject(fault))).rejects.toBe(fault);
  expect(closed).toBe(2);
});
