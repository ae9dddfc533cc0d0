import { ImageArchiveError } from './archive-error.ts';

/** What reading one archive may cost. Hostile archives meet these before they meet the machine's memory. */
export interface ArchiveLimits {
  /** Of all layers together, uncompressed, as they stream by. */
  uncompressedBytes: number;
  /** Of all layers together, and folders that are only named in a path. Each takes some 500 bytes of memory. */
  entries: number;
  /** Of all manifests and configurations together, which are held in memory. */
  jsonBytes: number;
  /** Characters of all paths and link targets together, which are held in memory. */
  nameBytes: number;
  /**
   * Of what packed files of all layers unpack to, as it streams by. What is beyond is not searched for
   * secrets.
   */
  unpackedBytes: number;
  /** Of such files, at every depth. */
  packedMembers: number;
}

export const defaultArchiveLimits: ArchiveLimits = {
  uncompressedBytes: 40e9,
  entries: 1_000_000,
  jsonBytes: 16 * 1024 * 1024,
  nameBytes: 128 * 1024 * 1024,
  unpackedBytes: 2 ** 30,
  packedMembers: 200_000,
};

/**
 * For images of strangers, in a process that reads several at once: what a run holds of an image stays below
 * 40 MB, and putting it together, which is done for one run at a time, takes twice as much for a moment. The
 * largest base of the course has 32,000 entries, and a stage that copies a whole stage on such a base twice
 * as many.
 */
export const runArchiveLimits: ArchiveLimits = {
  ...defaultArchiveLimits,
  jsonBytes: 4 * 1024 * 1024,
  entries: 100_000,
  nameBytes: 8 * 1024 * 1024,
};

/** Longest path the kernel takes (PATH_MAX). */
export const maxPath = 4096;

/** Longest pax header or long name in front of an entry, as Go's archive/tar has it. */
export const maxExtension = 1024 * 1024;

/** Counts what an archive has cost so far and throws a named error at the first limit. */
export class ArchiveBudget {
  private readonly limits: ArchiveLimits;
  private uncompressedBytes = 0;
  private entries = 0;
  private jsonBytes = 0;
  private nameBytes = 0;
  private unpackedBytes = 0;
  private packedMembers = 0;

  constructor(limits: ArchiveLimits) {
    this.limits = limits;
  }

  spendBytes(bytes: number): void {
    this.uncompressedBytes += bytes;
    if (this.uncompressedBytes > this.limits.uncompressedBytes)
      throw new ImageArchiveError(
        'too-large',
        `The image's layers unpack to more than ${this.limits.uncompressedBytes} bytes.`,
      );
  }

  spendEntries(count: number): void {
    this.entries += count;
    if (this.entries > this.limits.entries)
      throw new ImageArchiveError(
        'too-many-entries',
        `The image holds more than ${this.limits.entries.toLocaleString('en')} files and folders, the most that are read. Leave out those that nothing needs when it runs, or keep them in one archive.`,
      );
  }

  spendName(name: string): void {
    this.nameBytes += name.length;
    if (this.nameBytes > this.limits.nameBytes)
      throw new ImageArchiveError(
        'too-large',
        `The names of files in the image, with where links lead, have more than ${this.limits.nameBytes.toLocaleString('en')} characters together, the most that are read. Use fewer files or shorter names.`,
      );
  }

  /** Whether that many bytes more may be unpacked. */
  roomForUnpacked(bytes: number): boolean {
    this.unpackedBytes += bytes;
    return this.unpackedBytes <= this.limits.unpackedBytes;
  }

  /** Whether one more member of a packed file may be looked at. */
  roomForMember(): boolean {
    this.packedMembers += 1;
    return this.packedMembers <= this.limits.packedMembers;
  }

  roomForJson(): number {
    return this.limits.jsonBytes - this.jsonBytes;
  }

  spendJson(bytes: number): void {
    this.jsonBytes += bytes;
    if (this.jsonBytes > this.limits.jsonBytes)
      throw new ImageArchiveError(
        'too-large',
        `The archive's manifests are larger than ${this.limits.jsonBytes} bytes.`,
      );
  }
}
