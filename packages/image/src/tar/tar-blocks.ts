/** Builds tars byte by byte, including the invalid ones of tests, which libraries refuse to write. */

/** Fields of one header. Numbers are written in octal; a Buffer is written as it is. */
export interface TarFields {
  name: string | Buffer;
  size?: number | Buffer;
  type?: string;
  linkname?: string | Buffer;
  mode?: number;
  uid?: number;
  gid?: number;
  prefix?: string;
  checksum?: number;
}

/** One 512-byte header in the ustar format (POSIX.1-1988). Its checksum is correct unless one is given. */
export function tarHeader({
  name,
  size = 0,
  type = '0',
  linkname = '',
  mode = 0o644,
  uid = 0,
  gid = 0,
  prefix = '',
  checksum,
}: TarFields): Buffer {
  const header = Buffer.alloc(512);
  const put = (value: string | Buffer, at: number, room: number) =>
    Buffer.from(value).copy(header, at, 0, room);
  const octal = (value: number | Buffer, at: number, room: number) =>
    put(typeof value === 'number' ? `${value.toString(8).padStart(room - 1, '0')}\0` : value, at, room);
  put(name, 0, 100);
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  put('        ', 148, 8);
  put(type, 156, 1);
  put(linkname, 157, 100);
  put('ustar\x0000', 257, 8);
  put(prefix, 345, 155);
  octal(checksum ?? header.reduce((sum, byte) => sum + byte, 0), 148, 7);
  return header;
}

/** Zero bytes that pad `bytes` to a multiple of the block size. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((512 - (bytes % 512)) % 512);
}

/** A header, its content and the padding. `size` is the size of the content unless it is given. */
export function tarEntry(fields: TarFields, content: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([tarHeader({ size: bytes.length, ...fields }), bytes, tarPadding(bytes.length)]);
}

/** A pax header (POSIX.1-2001) for the next entry or, with `g`, for all entries. */
export function paxEntry(records: Record<string, string>, type: 'x' | 'g' = 'x'): Buffer {
  return tarEntry(
    { name: 'pax', type },
    Object.entries(records)
      .map(([key, value]) => paxRecord(key, value))
      .join(''),
  );
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  // The length includes its own digits.
  let length = bytes + String(bytes).length;
  length = bytes + String(length).length;
  return `${length}${rest}`;
}

/** The two empty blocks that end a tar. */
export const tarEnd = Buffer.alloc(1024);
