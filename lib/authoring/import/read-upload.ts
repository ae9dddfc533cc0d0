import { PlatformError } from '@dfm/contracts';
import { isTarHeader } from '@dfm/image/tar/tar-header';
import { CollectedFiles } from './collected-files.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

/** The header of the first file, and the end of a zip without files. */
const zipStarts = new Set(['504b0304', '504b0506']);

/**
 * Reads what an author sends to import: an archive, or the files of a folder as the fields of a form, named
 * by their paths.
 *
 * @param contentType of the request
 * @throws PlatformError `bad-request` if it is neither or damaged, `too-large` if it unpacks to too much
 */
export async function readUpload(
  bytes: Buffer<ArrayBuffer>,
  contentType: string | null,
): Promise<CollectedFiles> {
  const into = new CollectedFiles();
  if (contentType?.startsWith('multipart/form-data') === true) await readForm(bytes, contentType, into);
  else if (bytes.length > 3 && bytes[0] === 0x1f && bytes[1] === 0x8b) await readTar(bytes, 'gzip', into);
  else if (zipStarts.has(bytes.toString('hex', 0, 4))) await readZip(bytes, into);
  else if (isTarHeader(bytes)) await readTar(bytes, 'tar', into);
  else throw new PlatformError('bad-request', 'This is no archive. Choose a .zip, a .tar or a .tar.gz.');
  return into;
}

async function readForm(
  bytes: Buffer<ArrayBuffer>,
  contentType: string,
  into: CollectedFiles,
): Promise<void> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } })
    .formData()
    .catch((error: unknown) => {
      throw new PlatformError('bad-request', 'The files were cut off. Try again.', { cause: error });
    });
  for (const [path, file] of form) {
    into.countEntry();
    if (typeof file === 'string') into.refuse(path, 'This is no file.');
    // A browser does not say which files are executable. One that starts with #! is.
    else await into.add(path, file.stream(), (await file.slice(0, 2).text()) === '#!');
  }
}
