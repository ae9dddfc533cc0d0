import type { SecretHit, UnsearchedFile } from '@dfm/grading';
import { ImageArchiveError } from '../tar/archive-error.ts';
import type { ArchiveBudget } from '../tar/archive-limits.ts';
import { ByteReader } from '../tar/byte-reader.ts';
import { visitTarEntries } from '../tar/tar-entries.ts';
import type { Turns } from '../tar/turns.ts';
import {
  fromGzip,
  fromZlib,
  fromZstd,
  packingHeadBytes,
  packingOf,
  UnreadableContent,
  zipMembers,
} from '../tar/unpack.ts';
import type { CanarySign, Canaries } from './canaries.ts';
import { installedPackage } from './credential-rules.ts';
import { maxScannedFileBytes, secretsInFile } from './secret-scan.ts';

/** What was found in files that contain other files. */
export interface PackedFindings {
  secrets: (Pick<SecretHit, 'rule' | 'member' | 'inPackage'> & { path: string })[];
  canaries: (CanarySign & { path: string; member?: string })[];
  /** Files that were not searched, and why. */
  unsearched: Omit<UnsearchedFile, 'layer'>[];
}

export interface PackedSearch {
  budget: ArchiveBudget;
  canaries: Canaries;
  turns: Turns;
  findings: PackedFindings;
}

/** Maximum nesting: a wheel in a zip in a compressed tar, and one more. */
const maxDepth = 5;
/** Enough to report that there are some. */
const maxUnsearched = 100;
/** Longer names of members are truncated. */
const maxMember = 300;

/** The budget of the image is spent; the rest is not searched. */
class SearchLimit extends Error {}

/**
 * Location of content: the file of the layer, the names of the members inside it, and the path that the rules
 * see.
 */
interface SecretLocation {
  file: string;
  member: string | undefined;
  path: string;
}

/**
 * Searches a packed file of a layer: gzip, zlib, zstd, zip and tar, including nested ones. Compressed
 * content, which the search of the plain bytes cannot see, is searched as a stream, so that memory is bounded
 * by the size of one text member.
 *
 * @param content of the file, or its beginning if the rest is not needed. The caller reads what is left.
 * @throws what reading `content` throws, or an error that hides it; the caller knows the state of its source
 */
export async function searchPacked(
  content: AsyncIterable<Uint8Array>,
  file: string,
  search: PackedSearch,
): Promise<void> {
  const bytes = new ByteReader(content);
  const location: SecretLocation = { file, member: undefined, path: file };
  try {
    await lookInside(bytes, location, search, 1);
  } catch (error) {
    if (!(error instanceof SearchLimit)) throw error;
    report(search, location, 'limit');
  } finally {
    await bytes.close();
  }
}

async function lookInside(
  bytes: ByteReader,
  location: SecretLocation,
  search: PackedSearch,
  depth: number,
): Promise<void> {
  const packing = packingOf(await bytes.ahead(packingHeadBytes));
  if (packing === undefined) return;
  if (packing === 'unsupported') return report(search, location, 'unreadable');
  if (depth > maxDepth) return report(search, location, 'limit');
  const look = (content: AsyncIterable<Buffer>, at: SecretLocation, isUnpacked: boolean) =>
    searchContent(content, at, search, depth + 1, isUnpacked);
  const before = { secrets: search.findings.secrets.length, unsearched: search.findings.unsearched.length };
  let isPackage = false;
  const unpacked = { ...location, path: location.path.replace(/\.(?:gz|tgz|z|zst|zz)$/i, '') };
  try {
    if (packing === 'gzip') await look(fromGzip(bytes), unpacked, true);
    else if (packing === 'zlib') await look(fromZlib(bytes), unpacked, true);
    else if (packing === 'zstd') await look(fromZstd(bytes.rest()), unpacked, true);
    else if (packing === 'zip') {
      for await (const { name, content, isPacked } of zipMembers(bytes)) {
        isPackage ||= packageRecord.test(name);
        if (content === undefined) report(search, inside(location, name), 'unreadable');
        else await look(content, inside(location, name), isPacked);
      }
    } else {
      await visitTarEntries(bytes.rest(), async (entry) => {
        isPackage ||= packageRecord.test(entry.header.name);
        if (entry.header.type === 'file') await look(entry, inside(location, entry.header.name), false);
      });
    }
    if (isPackage) markAsPackage(search.findings, before);
  } catch (error) {
    if (!(error instanceof UnreadableContent) && !(error instanceof ImageArchiveError)) throw error;
    // zlib is recognised by only two bytes, so a file that cannot be read as zlib is probably not packed.
    if (packing !== 'zlib') report(search, location, 'unreadable');
  }
}

/**
 * @param isUnpacked whether these bytes were not part of the file as stored, which was already searched for
 *   canaries
 */
async function searchContent(
  content: AsyncIterable<Buffer>,
  location: SecretLocation,
  search: PackedSearch,
  depth: number,
  isUnpacked: boolean,
): Promise<void> {
  const { budget, canaries, turns, findings } = search;
  if (!budget.roomForMember()) throw new SearchLimit();
  const inContent = canaries.inStream();
  const start: Buffer[] = [];
  let length = 0;
  async function* watched() {
    for await (const part of content) {
      if (isUnpacked && !budget.roomForUnpacked(part.length)) throw new SearchLimit();
      if (isUnpacked) inContent.take(part);
      length += part.length;
      if (length <= maxScannedFileBytes) start.push(part);
      await turns.end();
      yield part;
    }
  }
  const bytes = new ByteReader(watched());
  try {
    await lookInside(bytes, location, search, depth);
    await bytes.drain();
  } finally {
    await bytes.close();
    const { file: path, member } = location;
    const at = {
      path,
      ...(member === undefined ? {} : { member: canaries.hide(member).slice(0, maxMember) }),
    };
    for (const sign of inContent.found())
      findings.canaries.push({ ...sign, ...at, path: canaries.hide(path) });
    if (length <= maxScannedFileBytes)
      for (const rule of secretsInFile(location.path, Buffer.concat(start)))
        findings.secrets.push({ rule, ...at, ...packageMark(path) });
  }
}

/** Files that only wheels, source packages and npm packages contain. */
const packageRecord = /^[^/]+\.dist-info\/|^[^/]+\/PKG-INFO$|^package\/package\.json$/;

/** Marks everything found since `before` as part of a published package. */
function markAsPackage(
  { secrets, unsearched }: PackedFindings,
  before: { secrets: number; unsearched: number },
): void {
  for (const found of [...secrets.slice(before.secrets), ...unsearched.slice(before.unsearched)])
    found.inPackage = true;
}

/**
 * An archive may be a package, and packages contain keys for their own tests, so its members count as files
 * of a package.
 */
function inside({ file, member, path }: SecretLocation, name: string): SecretLocation {
  return {
    file,
    member: member === undefined ? name : `${member}: ${name}`,
    path: `${path}/site-packages/${name}`,
  };
}

function report(
  { findings: { unsearched }, canaries }: PackedSearch,
  { file, member }: SecretLocation,
  reason: PackedFindings['unsearched'][number]['reason'],
): void {
  if (unsearched.length >= maxUnsearched) return;
  unsearched.push({
    path: canaries.hide(file),
    ...(member === undefined ? {} : { member: canaries.hide(member).slice(0, maxMember) }),
    reason,
    ...packageMark(file),
  });
}

/** Marks files of installed packages, because their content was published by others. */
export function packageMark(file: string): { inPackage?: true } {
  return installedPackage.test(file) ? { inPackage: true } : {};
}
