import type { Git } from './git.ts';
import { pathProblem } from './names.ts';

export const FILE_BYTES_MAX = 5_000_000;
export const FILES_MAX = 20_000;

export interface FileEntry {
  path: string;
  /** Object name of the contents. */
  blob: string;
  bytes: number;
  executable: boolean;
}

export interface Tree {
  files: FileEntry[];
  /** What the site does not read, and why, one sentence each. Only a push from outside can add such files. */
  problems: { path: string; problem: string }[];
}

/** All files of a commit, sorted by path. */
export async function readTree(git: Git, commit: string): Promise<Tree> {
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--long', '--full-tree', commit]);
  const tree: Tree = { files: [], problems: [] };
  const folded = new Map<string, string>();
  for (const line of stdout.toString().split('\0').slice(0, -1)) {
    const [, mode, blob, size, path] = /^(\d+) \w+ (\w+) +(\d+|-)\t([^]*)$/.exec(line)!;
    const file = { path: path!, blob: blob!, bytes: Number(size), executable: mode === '100755' };
    const twin = folded.get(fold(file.path));
    const problem =
      (mode === '100644' || mode === '100755'
        ? undefined
        : 'Only files can be in the content, no links and no other repositories.') ??
      pathProblem(file.path) ??
      (twin === undefined ? undefined : `It differs from ${twin} only in case.`) ??
      (file.bytes > FILE_BYTES_MAX
        ? `A file can have at most ${FILE_BYTES_MAX / 1_000_000} MB.`
        : undefined) ??
      (tree.files.length >= FILES_MAX
        ? `The content can have at most ${FILES_MAX.toLocaleString('en')} files.`
        : undefined);
    if (problem === undefined) {
      tree.files.push(file);
      folded.set(fold(file.path), file.path);
    } else tree.problems.push({ path: file.path, problem });
  }
  return tree;
}

/** Two paths with the same key are one file on a disk that ignores case. */
const fold = (path: string) => path.normalize('NFC').toLowerCase();

/**
 * Object names of some paths in a commit.
 *
 * @returns without the paths that it does not have
 */
export async function blobsAt(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, FileEntry>> {
  const wanted = new Set(paths);
  const { files } = await readTree(git, commit);
  return new Map(files.filter(({ path }) => wanted.has(path)).map((file) => [file.path, file]));
}

/**
 * The contents of some paths in a commit, read by one process.
 *
 * @returns without the paths that it does not have
 */
export async function readFiles(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, Buffer>> {
  const files = [...(await blobsAt(git, commit, paths)).values()];
  const contents = await readBlobs(
    git,
    files.map(({ blob }) => blob),
  );
  return new Map(files.map(({ path }, index) => [path, contents[index]!]));
}

/** The contents of an object. @throws GitError if there is none */
export async function readBlob(git: Git, blob: string): Promise<Buffer> {
  return (await git.run(['cat-file', 'blob', blob])).stdout;
}

/** The contents of several objects, in order, with a single process. @throws GitError, Error if one is missing */
export async function readBlobs(git: Git, blobs: readonly string[]): Promise<Buffer[]> {
  const { stdout } = await git.run(['cat-file', '--batch'], {
    input: blobs.map((blob) => `${blob}\n`).join(''),
  });
  let at = 0;
  return blobs.map((blob) => {
    const end = stdout.indexOf(10, at);
    const [, kind, size] = stdout.toString('utf8', at, end).split(' ');
    if (kind !== 'blob') throw new Error(`There is no object ${blob}.`);
    const contents = stdout.subarray(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    return contents;
  });
}
