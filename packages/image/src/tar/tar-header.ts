import { isUtf8 } from 'node:buffer';
import type { LayerEntry } from '@dfm/grading';
import { ImageArchiveError } from './archive-error.ts';

/** The header of one tar entry. */
export interface TarHeader {
  name: string;
  type: LayerEntry['type'];
  /** Bytes of content that follow; 0 for entries without content. */
  size: number;
  mode: number;
  uid: number;
  gid: number;
  /** Only for links. */
  linkname: string | undefined;
}

/** The fields of one block, before its extensions are applied. */
export interface TarBlock extends Omit<TarHeader, 'type'> {
  /** One character. */
  typeflag: string;
}

export const blockBytes = 512;

/** Types without content, regardless of their size field. */
const headerOnly = new Set(['1', '2', '3', '4', '5', '6']);
const types: Partial<Record<string, LayerEntry['type']>> = {
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'dir',
};

/**
 * Whether a block is a tar header, judged by its checksum, which also works for old archives without a magic
 * number.
 */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < blockBytes || block[0] === 0) return false;
  const stored = octal(block.subarray(148, 156));
  if (stored === undefined) return false;
  let sum = 8 * 0x20;
  let signed = sum;
  for (let at = 0; at < blockBytes; at += 1) {
    if (at === 148) at = 156;
    sum += block[at]!;
    signed += block.readInt8(at);
  }
  return stored === sum || stored === signed;
}

/**
 * Reads a header block as Go's archive/tar does, which engines and BuildKit use to read layers (reader.go,
 * strconv.go). Whatever it rejects is rejected here, so that no archive contains different files for the two
 * readers.
 *
 * @throws ImageArchiveError `bad-archive`
 */
export function readTarBlock(block: Buffer): TarBlock {
  if (!isTarHeader(block))
    throw new ImageArchiveError('bad-archive', 'The archive contains a damaged tar header.');
  const hasPrefix = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = hasPrefix ? untilNul(block.subarray(345, 500)) : Buffer.alloc(0);
  const name = untilNul(block.subarray(0, 100));
  const linkname = untilNul(block.subarray(157, 257));
  // The time and the device numbers are not used, but invalid ones are rejected, because Go's reader rejects
  // the archive for them.
  numeric(block.subarray(136, 148));
  if (block.toString('latin1', 257, 262) === 'ustar')
    for (const at of [329, 337]) numeric(block.subarray(at, at + 8));
  return {
    name: tarText(prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name])),
    typeflag: String.fromCharCode(block[156]!),
    size: numeric(block.subarray(124, 136)),
    mode: numeric(block.subarray(100, 108)),
    uid: numeric(block.subarray(108, 116)),
    gid: numeric(block.subarray(116, 124)),
    linkname: linkname.length === 0 ? undefined : tarText(linkname),
  };
}

/**
 * @throws ImageArchiveError `bad-archive` for a negative size, `bad-entry` for a sparse file, because it does
 *   not store all its bytes
 */
export function entryHeader({ typeflag: written, ...block }: TarBlock): TarHeader {
  // Old archives have no separate type for folders.
  const typeflag = written !== '\0' ? written : block.name.endsWith('/') ? '5' : '0';
  if (typeflag === 'S')
    throw new ImageArchiveError(
      'bad-entry',
      `The archive contains the sparse file ${JSON.stringify(block.name.slice(0, 200))}, which is not supported. Save it without --sparse.`,
    );
  const size = headerOnly.has(typeflag) ? 0 : block.size;
  if (size < 0) throw new ImageArchiveError('bad-archive', 'The archive contains a file of negative size.');
  return { ...block, size, type: types[typeflag] ?? 'other' };
}

/**
 * A name as text. Bytes that are not UTF-8 are written as `\xff`, and a backslash that already precedes such
 * a sequence as `\x5c`, so that two names never become the same.
 */
export function tarText(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    return text.includes('\\x') ? text.replace(/\\(?=x[0-9a-f]{2})/g, '\\x5c') : text;
  }
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find(
      (count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)),
    );
    parts.push(
      length === undefined
        ? `\\x${bytes[at]!.toString(16).padStart(2, '0')}`
        : tarText(bytes.subarray(at, at + length)),
    );
    at += length ?? 1;
  }
  return parts.join('');
}

export function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** A number in octal or, with the top bit set, as a big-endian two's complement (GNU). */
function numeric(field: Buffer): number {
  const value = (field[0]! & 0x80) === 0 ? octal(field) : base256(field);
  if (value === undefined || !Number.isSafeInteger(value))
    throw new ImageArchiveError('bad-archive', 'The archive contains a damaged tar header.');
  return value;
}

function octal(field: Buffer): number | undefined {
  // Trimmed on both sides, then cut at the first NUL.
  const digits = field
    .toString('latin1')
    .replace(/^[ \0]+|[ \0]+$/g, '')
    .split('\0', 1)[0]!;
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function base256(field: Buffer): number | undefined {
  const negative = (field[0]! & 0x40) !== 0;
  const inverted = negative ? 0xff : 0;
  let value = BigInt((field[0]! ^ inverted) & 0x7f);
  for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte ^ inverted);
  return Number(negative ? -value - 1n : value);
}
