/** The requirements of a shared object for the loader, from its dynamic section. */
export interface ElfDynamic {
  needed: string[];
  /** DT_RPATH and DT_RUNPATH, split; `$ORIGIN` is not replaced. */
  searchPath: string[];
}

const segmentLoad = 1;
const segmentDynamic = 2;
const tagNull = 0;
const tagNeeded = 1;
const tagStringTable = 5;
const tagRpath = 15;
const tagRunpath = 29;
const maxEntries = 4096;
/** Limit for all names together, because thousands of entries may point into one small table. */
const maxNameBytes = 64 * 1024;

/**
 * Reads the dynamic section of a 64-bit little-endian ELF file (System V ABI, chapter 5).
 *
 * @returns undefined for anything else, a file without a dynamic section, offsets outside the file, or names
 *   of more than 64 KiB in total
 */
export function readElfDynamic(file: Buffer): ElfDynamic | undefined {
  try {
    return parse(file);
  } catch (error) {
    // A read past the end means a forged offset or a truncated file, which no loader would accept either.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function parse(file: Buffer): ElfDynamic | undefined {
  const is64BitLittleEndian =
    file.length >= 64 && file.readUInt32BE(0) === 0x7f454c46 && file[4] === 2 && file[5] === 1;
  if (!is64BitLittleEndian) return undefined;
  const segments = programHeaders(file);
  const dynamic = segments.find((segment) => segment.type === segmentDynamic);
  if (dynamic === undefined) return undefined;

  const entries: { tag: number; value: number }[] = [];
  for (let index = 0; index < Math.min(maxEntries, dynamic.bytes / 16); index += 1) {
    const tag = number(file, dynamic.offset + index * 16);
    if (tag === tagNull) break;
    entries.push({ tag, value: number(file, dynamic.offset + index * 16 + 8) });
  }
  const tableAddress = entries.find((entry) => entry.tag === tagStringTable)?.value;
  const holder = segments.find(
    (segment) =>
      segment.type === segmentLoad &&
      tableAddress !== undefined &&
      tableAddress >= segment.address &&
      tableAddress < segment.address + segment.bytes,
  );
  if (tableAddress === undefined || holder === undefined) return undefined;
  const tableOffset = tableAddress - holder.address + holder.offset;
  let nameBytes = 0;
  const strings = (...tags: number[]) =>
    entries
      .filter((entry) => tags.includes(entry.tag))
      .map((entry) => {
        const name = text(file, tableOffset + entry.value);
        nameBytes += name.length;
        if (nameBytes > maxNameBytes) throw new RangeError('more names than a library can need');
        return name;
      });
  return {
    needed: strings(tagNeeded),
    searchPath: strings(tagRpath, tagRunpath)
      .flatMap((path) => path.split(':'))
      .filter((path) => path !== ''),
  };
}

function programHeaders(file: Buffer): { type: number; offset: number; address: number; bytes: number }[] {
  const start = number(file, 32);
  const size = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: file.readUInt32LE(at),
      offset: number(file, at + 8),
      address: number(file, at + 16),
      bytes: number(file, at + 32),
    };
  });
}

/**
 * Reads a 64-bit field. A value beyond 2^53 is not an offset in a file held in memory, and reading at it
 * throws a RangeError.
 */
function number(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at));
}

function text(file: Buffer, at: number): string {
  const end = file.indexOf(0, at);
  if (at >= file.length || end < 0 || end - at > 4096) throw new RangeError('string outside the file');
  return file.toString('latin1', at, end);
}
