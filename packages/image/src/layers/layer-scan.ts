import { createHash } from 'node:crypto';
import type { LayerEntry } from '@dfm/grading';
import { readElfDynamic } from '../files/elf.ts';
import type { ElfDynamic } from '../files/elf.ts';
import { packageFileAt, readPackageFile } from '../files/package-files.ts';
import type { PackageFile } from '../files/package-files.ts';
import { noCanaries, type Canaries } from '../secrets/canaries.ts';
import { packageMark, searchPacked } from '../secrets/packed-search.ts';
import type { PackedFindings, PackedSearch } from '../secrets/packed-search.ts';
import { maxScannedFileBytes, secretsInFile } from '../secrets/secret-scan.ts';
import { ImageArchiveError } from '../tar/archive-error.ts';
import { maxPath } from '../tar/archive-limits.ts';
import type { ArchiveBudget } from '../tar/archive-limits.ts';
import { visitTarEntries } from '../tar/tar-entries.ts';
import type { TarEntry } from '../tar/tar-entries.ts';
import type { TarHeader } from '../tar/tar-header.ts';
import { Turns } from '../tar/turns.ts';
import { packingHeadBytes, packingOf } from '../tar/unpack.ts';

/** Everything read in one pass over the tar of a layer. */
export interface LayerScan extends PackedFindings {
  diffId: string;
  /** Size of the uncompressed tar. */
  tarBytes: number;
  entries: LayerEntry[];
  /** Dynamic sections of shared objects, by path. */
  shared: Map<string, ElfDynamic>;
  /** Directories named in `/etc/ld.so.conf` and its included files. */
  loaderDirectories: string[];
  /** Files that record installed packages, by path. */
  packageFiles: Map<string, PackageFile>;
  /** Packages and components that these files name, all together. */
  packageRecords: number;
  /** Number of such files beyond one of the limits, which were not kept. */
  unreadPackageFiles: number;
}

/** Larger shared objects are not held in memory. Their dependencies remain unknown, but they are still listed. */
const maxSharedObjectBytes = 64 * 1024 * 1024;
const sharedObject = /\.so(?:\.[0-9.]+)?$/;
const maxPackageFiles = 50_000;
/** Limit for the records of all package files of a layer, each of which takes about 200 bytes of memory. */
const maxPackageRecords = 200_000;
const loaderConfig = /^etc\/ld\.so\.conf(?:\.d\/[^/]+\.conf)?$/;

/**
 * Reads one uncompressed layer in a single pass with bounded memory.
 *
 * @param searchContent false for layers of the base image, because the learner is not responsible for their
 *   secrets and libraries
 * @param canaries values to search for as well
 * @throws ImageArchiveError if the tar is damaged, an entry is outside the image, or the budget is spent
 */
export async function scanLayer(
  source: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
  searchContent: boolean,
  canaries: Canaries = noCanaries,
): Promise<LayerScan> {
  const layerHash = createHash('sha256');
  const scan: LayerScan = {
    diffId: '',
    tarBytes: 0,
    entries: [],
    secrets: [],
    canaries: [],
    unsearched: [],
    shared: new Map(),
    loaderDirectories: [],
    packageFiles: new Map(),
    packageRecords: 0,
    unreadPackageFiles: 0,
  };
  async function* hashed() {
    for await (const chunk of source) {
      budget.spendBytes(chunk.byteLength);
      scan.tarBytes += chunk.byteLength;
      layerHash.update(chunk);
      yield chunk;
    }
  }
  const folders = new Set<string>();
  const search: PackedSearch | undefined = searchContent
    ? { budget, canaries, turns: new Turns(), findings: scan }
    : undefined;
  await visitTarEntries(hashed(), async (entry) => {
    const described = describe(entry.header);
    budget.spendEntries(1 + newFolders(described.path, folders));
    budget.spendName(described.path);
    budget.spendName(described.linkname ?? '');
    const inContent = canaries.inStream();
    if (described.type === 'file') await readFile(entry, described, scan, search, inContent.take);
    if (canaries.key !== '') {
      const signs = [
        ...inContent.found(),
        ...canaries.inText(`${described.path}\n${described.linkname ?? ''}`),
      ];
      for (const sign of signs) scan.canaries.push({ ...sign, path: canaries.hide(described.path) });
    }
    scan.entries.push(described);
  });
  scan.diffId = `sha256:${layerHash.digest('hex')}`;
  return scan;
}

async function readFile(
  stream: TarEntry,
  entry: LayerEntry,
  scan: LayerScan,
  search: PackedSearch | undefined,
  take: (piece: Buffer) => void,
): Promise<void> {
  const isShared =
    search !== undefined && sharedObject.test(entry.path) && entry.bytes <= maxSharedObjectBytes;
  const isScanned = search !== undefined && entry.bytes <= maxScannedFileBytes;
  const isLoaderConfig = loaderConfig.test(entry.path) && entry.bytes <= maxScannedFileBytes;
  const packageFile = packageFileAt(entry.path, entry.bytes);
  const keep = isShared || isScanned || isLoaderConfig || packageFile === 'content';
  const hash = createHash('sha256');
  // Allocated once, with the size from the header, so that a large file is not held twice while its parts are
  // joined.
  const content = Buffer.allocUnsafe(keep ? entry.bytes : 0);
  let read = 0;
  const onChunk = (chunk: Buffer) => {
    hash.update(chunk);
    take(chunk);
    if (keep) chunk.copy(content, read);
    read += chunk.length;
  };
  if (search !== undefined && !keep) await searchStream(stream, entry.path, search, onChunk);
  for await (const chunk of stream) onChunk(chunk);
  entry.sha256 = hash.digest('hex');
  if (packageFile !== undefined)
    keepPackageFile(
      scan,
      entry.path,
      packageFile === 'content'
        ? readPackageFile(entry.path, content)
        : { packages: [], problem: packageFile },
    );
  if (!keep) return;
  if (isShared) {
    const dynamic = readElfDynamic(content);
    if (dynamic !== undefined) scan.shared.set(entry.path, dynamic);
  }
  if (search !== undefined && packingOf(content.subarray(0, packingHeadBytes)) !== undefined)
    await searchPacked(one(content), entry.path, search);
  if (isScanned)
    for (const rule of secretsInFile(entry.path, content))
      scan.secrets.push({ rule, path: entry.path, ...packageMark(entry.path) });
  if (isLoaderConfig)
    scan.loaderDirectories.push(
      ...content
        .toString('utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('/')),
    );
}

/** Searches a file that is too large to be held in memory, and passes each chunk it reads to `onChunk`. */
async function searchStream(
  stream: TarEntry,
  path: string,
  search: PackedSearch,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  async function* seen() {
    try {
      for await (const chunk of stream) {
        onChunk(chunk);
        yield chunk;
      }
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  await searchPacked(seen(), path, search).catch((error: unknown) => (failure ??= { error }));
  // A failure to read the layer must not be reported as an unreadable packed file.
  if (failure !== undefined) throw failure.error;
}

async function* one(content: Buffer) {
  yield content;
}

function keepPackageFile(scan: LayerScan, path: string, file: PackageFile): void {
  const replaced = scan.packageFiles.get(path);
  const files = scan.packageFiles.size + (replaced === undefined ? 1 : 0);
  const records = scan.packageRecords - recordsIn(replaced) + recordsIn(file);
  if (files > maxPackageFiles || records > maxPackageRecords) {
    scan.unreadPackageFiles += 1;
    return;
  }
  scan.packageFiles.set(path, file);
  scan.packageRecords = records;
}

function recordsIn(file: PackageFile | undefined): number {
  return (file?.packages.length ?? 0) + (file?.components?.length ?? 0);
}

/** Counts the folders of a path that no earlier path had, and adds them to `known`. */
function newFolders(path: string, known: Set<string>): number {
  let count = 0;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (known.has(folder)) break;
    known.add(folder);
    count += 1;
  }
  return count;
}

function describe({ type, linkname, ...header }: TarHeader): LayerEntry {
  const path = insideImage(header.name);
  return {
    path,
    type,
    bytes: type === 'file' ? header.size : 0,
    mode: header.mode & 0o7777,
    uid: header.uid,
    gid: header.gid,
    // A hard link names a path of the image. A symbolic link is only followed within the replayed image.
    ...(linkname === undefined
      ? {}
      : { linkname: type === 'hardlink' ? insideImage(linkname) : linkText(linkname) }),
  };
}

function linkText(linkname: string): string {
  if (linkname.length > maxPath)
    throw new ImageArchiveError(
      'bad-entry',
      `A layer contains a link of ${linkname.length} characters. The limit is ${maxPath}.`,
    );
  return linkname;
}

function insideImage(name: string): string {
  if (name.length > maxPath)
    throw new ImageArchiveError(
      'bad-entry',
      `A layer contains a path of ${name.length} characters. The limit is ${maxPath}.`,
    );
  if (name.includes('\0'))
    throw new ImageArchiveError('bad-entry', 'A layer contains a path with a NUL character.');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    throw new ImageArchiveError(
      'bad-entry',
      `A layer contains the path ${JSON.stringify(name.slice(0, 200))}, which is outside the image.`,
    );
  return parts.join('/');
}
