import { FILE_BYTES_MAX } from '@dfm/content-store/tree';
import { PlatformError } from '@dfm/contracts';

/** Files and folders of an archive together. Each file to save is a process of git. */
const ENTRIES_MAX = 1_000;
/** All files together, unpacked, because they are in memory until they are saved. */
const BYTES_MAX = 60_000_000;

export interface ImportedFile {
  path: string;
  contents: Buffer;
  executable: boolean;
}

/** The files of something that is imported, and those that cannot be part of the content. */
export class CollectedFiles {
  readonly files: ImportedFile[] = [];
  readonly refused: { path: string; problem: string }[] = [];
  #entries = 0;
  #bytes = 0;

  /** Counts a file or a folder, before anything of it is read. @throws PlatformError `too-large` */
  countEntry(): void {
    this.#entries += 1;
    if (this.#entries > ENTRIES_MAX)
      throw tooLarge(`There are more than ${ENTRIES_MAX.toLocaleString('en')} files and folders in it.`);
  }

  refuse(path: string, problem: string): void {
    this.refused.push({ path, problem });
  }

  /** Reads a file, or refuses it as soon as it is too large. */
  async add(path: string, content: AsyncIterable<Uint8Array>, executable: boolean): Promise<void> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of content) {
      bytes += part.byteLength;
      if (bytes > FILE_BYTES_MAX)
        return this.refuse(path, `A file can have at most ${FILE_BYTES_MAX / 1_000_000} MB.`);
      parts.push(part);
    }
    this.files.push({ path, contents: Buffer.concat(parts), executable });
  }

  /** Counts bytes as they are unpacked, also those of what is refused. @throws PlatformError `too-large` */
  countUnpacked(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > BYTES_MAX)
      throw tooLarge(`Its files have more than ${BYTES_MAX / 1_000_000} MB when unpacked.`);
  }
}

const tooLarge = (reason: string) =>
  new PlatformError('too-large', `This cannot be imported at once. ${reason} Import it in parts.`);
