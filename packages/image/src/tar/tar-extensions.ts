import { ImageArchiveError } from './archive-error.ts';
import { tarText } from './tar-header.ts';
import type { TarBlock } from './tar-header.ts';

/** Extensions that precede an entry and apply to it: a pax header and GNU long names. */
export interface TarExtensions {
  /** An empty value has no effect, here and in the names. */
  pax: ReadonlyMap<string, Buffer>;
  longName: Buffer;
  longLink: Buffer;
}

export const noExtensions: TarExtensions = {
  pax: new Map(),
  longName: Buffer.alloc(0),
  longLink: Buffer.alloc(0),
};

const damaged = () =>
  new ImageArchiveError('bad-archive', 'The archive contains a damaged extended tar header.');
/** A NUL in these values would end the name for some readers and not for others. */
const names = new Set(['path', 'linkpath', 'uname', 'gname']);

/**
 * The records `<length> <key>=<value>\n` of a pax header (POSIX.1-2001, pax). If a key is repeated, the last
 * record counts.
 *
 * @throws ImageArchiveError `bad-archive`
 */
export function paxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.toString('latin1', at, space < 0 || space > at + 10 ? at : space);
    const end = at + Number.parseInt(digits, 10);
    const equals = bytes.indexOf(0x3d, space);
    if (
      !/^[0-9]+$/.test(digits) ||
      end > bytes.length ||
      end <= space + 2 ||
      bytes[end - 1] !== 0x0a ||
      equals <= space + 1 ||
      equals >= end
    )
      throw damaged();
    const key = bytes.toString('utf8', space + 1, equals);
    const value = bytes.subarray(equals + 1, end - 1);
    if ((names.has(key) ? value : bytes.subarray(space + 1, equals)).includes(0)) throw damaged();
    records.set(key, value);
    at = end;
  }
  return records;
}

/**
 * The block with its extensions applied. As in Go's archive/tar, GNU names take precedence over pax names.
 *
 * @throws ImageArchiveError `bad-archive` for an invalid number, `bad-entry` for a sparse file
 */
export function extended(block: TarBlock, { pax, longName, longLink }: TarExtensions): TarBlock {
  const has = (key: string) => (pax.get(key)?.length ?? 0) > 0;
  const text = (key: string) => (has(key) ? tarText(pax.get(key)!) : undefined);
  const number = (key: string) => (has(key) ? decimal(pax.get(key)!) : undefined);
  // Times are not used, but invalid ones are rejected, because other readers reject the archive for them.
  for (const key of ['mtime', 'atime', 'ctime'])
    if (has(key) && !/^[+-]?[0-9]+(?:\.[0-9]*)?$/.test(pax.get(key)!.toString('latin1'))) throw damaged();
  const isSparse = [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return {
    ...block,
    name: longName.length === 0 ? (text('path') ?? block.name) : tarText(longName),
    linkname: longLink.length === 0 ? (text('linkpath') ?? block.linkname) : tarText(longLink),
    size: number('size') ?? block.size,
    uid: number('uid') ?? block.uid,
    gid: number('gid') ?? block.gid,
    ...(isSparse ? { typeflag: 'S' } : {}),
  };
}

function decimal(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  const value = Number(text);
  if (!/^[+-]?[0-9]+$/.test(text) || !Number.isSafeInteger(value)) throw damaged();
  return value;
}
