import { formatBinaryBytes, formatBytes } from '@dfm/contracts/quantity';
import { ImageArchiveError } from './archive-error.ts';

/** Limits for reading one archive. Hostile archives reach these before they exhaust the machine's memory. */
export interface ArchiveLimits {
  /** All layers together, uncompressed. */
  uncompressedBytes: number;
  /**
   * All layers together, including folders that only occur in a path. Each entry takes about 500 bytes of
   * memory.
   */
  entries: number;
  /** All manifests and configurations together, which are held in memory. */
  jsonBytes: number;
  /** Characters of all paths and link targets together, which are held in memory. */
  nameBytes: number;
  /** Unpacked size of the packed files of all layers. Content beyond this is not searched for secrets. */
  unpackedBytes: number;
  /** Members of such files, at any depth. */
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
 * For untrusted images, in a process that reads several at once. A run holds less than 40 MB of an image, and
 * assembling the evidence, which is done for one run at a time, briefly takes twice as much. The largest base
 * image of the course has 32,000 entries, and an image on it that copies a complete stage with the same base
 * has twice as many.
 */
export const runArchiveLimits: ArchiveLimits = {
  ...defaultArchiveLimits,
  jsonBytes: 4 * 1024 * 1024,
  entries: 100_000,
  nameBytes: 8 * 1024 * 1024,
};

/** Longest path the kernel accepts (PATH_MAX). */
export const maxPath = 4096;

/** Longest pax header or long name before an entry, the same limit as in Go's archive/tar. */
export const maxExtension = 1024 * 1024;

/** Counts the resources that an archive has used so far and throws an ImageArchiveError at the first limit. */
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
        `The layers of the image unpack to more than ${formatBytes(this.limits.uncompressedBytes)}.`,
      );
  }

  spendEntries(count: number): void {
    this.entries += count;
    if (this.entries > this.limits.entries)
      throw new ImageArchiveError(
        'too-many-entries',
        `The image contains more than ${this.limits.entries.toLocaleString('en')} files and folders, which is the limit. Leave out files that are not needed at run time, or keep them in one archive.`,
      );
  }

  spendName(name: string): void {
    this.nameBytes += name.length;
    if (this.nameBytes > this.limits.nameBytes)
      throw new ImageArchiveError(
        'too-large',
        `The file names and link targets in the image have more than ${this.limits.nameBytes.toLocaleString('en')} characters in total, which is the limit. Use fewer files or shorter names.`,
      );
  }

  /** Counts bytes as unpacked. @returns whether they are within the limit */
  roomForUnpacked(bytes: number): boolean {
    this.unpackedBytes += bytes;
    return this.unpackedBytes <= this.limits.unpackedBytes;
  }

  /** Counts a member of a packed file. @returns whether it is within the limit */
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
        `The manifests of the archive are larger than ${formatBinaryBytes(this.limits.jsonBytes)} in total.`,
      );
  }
}
