import { Readable } from 'node:stream';
import type { ContextFile } from '@dfm/contracts';
import { pack } from 'tar-stream';

/** Change times are no part of BuildKit's cache keys; a constant one keeps archives comparable. */
const mtime = new Date(0);

/** Content of a context file as bytes. */
function contentOf(file: ContextFile): Buffer {
  return Buffer.from(file.data, file.encoding);
}

/** Packs a build context as the tar that `POST /build` takes: root's files, folders before what they hold. */
export function contextArchive(files: readonly ContextFile[]): Readable {
  const archive = pack();
  const folders = new Set<string>();
  for (const file of files) {
    for (const folder of foldersOf(file.path)) {
      if (folders.has(folder)) continue;
      folders.add(folder);
      archive.entry({ name: `${folder}/`, type: 'directory', mode: 0o755, mtime, uid: 0, gid: 0 });
    }
    archive.entry({ name: file.path, mode: file.mode, mtime, uid: 0, gid: 0 }, contentOf(file));
  }
  archive.finalize();
  // tar-stream builds on streamx; what dockerode pipes is a stream of Node's own.
  return Readable.from(archive);
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
