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
import { largestScannedFile, secretsInFile } from './secret-scan.ts';

/** What a file that holds other files was found to hold. */
export interface PackedFindings {
  secrets: (Pick<SecretHit, 'rule' | 'member' | 'inPackage'> & { path: string })[];
  canaries: (CanarySign & { path: string; member?: string })[];
  /** What was not searched, and why. */
  unsearched: Omit<UnsearchedFile, 'layer'>[];
}

export interface PackedSearch {
  budget: ArchiveBudget;
  canaries: Canaries;
  turns: Turns;
  findings: PackedFindings;
}

/** A wheel in a zip in a compressed tar, and one more. */
const deepest = 5;
/** Enough to say that there are some. */
const maxUnsearched = 100;
/** Longest name of a member that is kept. */
const maxMember = 300;

/** The budget of the image is spent: what follows is not searched. */
class SearchLimit extends Error {}

/** Where content lies: the file of the layer, the names below it, and the path by which rules know it. */
interface SecretLocation {
  file: string;
  member: string | undefined;
  path: string;
}

/**
 * Looks into a file of a layer that is packed: gzip, zlib, zstd, zip and tar, in each other as well. What a
 * compressor hid from the search of the plain bytes is searched as it streams by; memory stays at what one
 * member of a text's size takes.
 *
 * @param content of the file, or its beginning where the rest is not needed; what is left unread is for the
 *   caller
 * @throws what reading `content` throws, or an error that hides it: the caller knows its own source
 */
export async function searchPacked(
  content: AsyncIterable<Uint8Array>,
  file: string,
  search: PackedSearch,
): Promise<void> {
  const bytes = new ByteReader(content);
  const place: SecretLocation = { file, member: undefined, path: file };
  try {
    await lookInside(bytes, place, search, 1);
  } catch (error) {
    if (!(error instanceof SearchLimit)) throw error;
    report(search, place, 'limit');
  } finally {
    await bytes.close();
  }
}

async function lookInside(
  bytes: ByteReader,
  place: SecretLocation,
  search: PackedSearch,
  depth: number,
): Promise<void> {
  const packing = packingOf(await bytes.ahead(packingHeadBytes));
  if (packing === undefined) return;
  if (packing === 'sealed') return report(search, place, 'unreadable');
  if (depth > deepest) return report(search, place, 'limit');
  const look = (content: AsyncIterable<Buffer>, at: SecretLocation, isUnpacked: boolean) =>
    searchContent(content, at, search, depth + 1, isUnpacked);
  const before = { secrets: search.findings.secrets.length, unsearched: search.findings.unsearched.length };
  let isPackage = false;
  const unpacked = { ...place, path: place.path.replace(/\.(?:gz|tgz|z|zst|zz)$/i, '') };
  try {
    if (packing === 'gzip') await look(fromGzip(bytes), unpacked, true);
    else if (packing === 'zlib') await look(fromZlib(bytes), unpacked, true);
    else if (packing === 'zstd') await look(fromZstd(bytes.rest()), unpacked, true);
    else if (packing === 'zip') {
      for await (const { name, content, isPacked } of zipMembers(bytes)) {
        isPackage ||= packageRecord.test(name);
        if (content === undefined) report(search, inside(place, name), 'unreadable');
        else await look(content, inside(place, name), isPacked);
      }
    } else {
      await visitTarEntries(bytes.rest(), async (entry) => {
        isPackage ||= packageRecord.test(entry.header.name);
        if (entry.header.type === 'file') await look(entry, inside(place, entry.header.name), false);
      });
    }
    if (isPackage) markAsPackage(search.findings, before);
  } catch (error) {
    if (!(error instanceof UnreadableContent) && !(error instanceof ImageArchiveError)) throw error;
    // Two bytes are little to know a zlib stream by: what is none is no packed file.
    if (packing !== 'zlib') report(search, place, 'unreadable');
  }
}

/** @param isUnpacked whether these bytes were not seen when the file was searched for canaries as it is stored */
async function searchContent(
  content: AsyncIterable<Buffer>,
  place: SecretLocation,
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
      if (length <= largestScannedFile) start.push(part);
      await turns.end();
      yield part;
    }
  }
  const bytes = new ByteReader(watched());
  try {
    await lookInside(bytes, place, search, depth);
    await bytes.drain();
  } finally {
    await bytes.close();
    const { file: path, member } = place;
    const at = {
      path,
      ...(member === undefined ? {} : { member: canaries.hide(member).slice(0, maxMember) }),
    };
    for (const sign of inContent.found())
      findings.canaries.push({ ...sign, ...at, path: canaries.hide(path) });
    if (length <= largestScannedFile)
      for (const rule of secretsInFile(place.path, Buffer.concat(start)))
        findings.secrets.push({ rule, ...at, ...packageMark(path) });
  }
}

/** What wheels, source packages and packages of npm have, and nothing else. */
const packageRecord = /^[^/]+\.dist-info\/|^[^/]+\/PKG-INFO$|^package\/package\.json$/;

/** What was found since in a package that is kept as it was published. */
function markAsPackage(
  { secrets, unsearched }: PackedFindings,
  before: { secrets: number; unsearched: number },
): void {
  for (const found of [...secrets.slice(before.secrets), ...unsearched.slice(before.unsearched)])
    found.inPackage = true;
}

/**
 * An archive may be a package, and packages ship keys for their own tests: what is in it counts as a file of
 * a package.
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

/** What a file of an installed package holds was published by others. */
export function packageMark(file: string): { inPackage?: true } {
  return installedPackage.test(file) ? { inPackage: true } : {};
}
