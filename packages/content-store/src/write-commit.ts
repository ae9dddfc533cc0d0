import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from './git.ts';

export interface Author {
  /** ID of the account. Stands for the address in commits, which would reveal it to everyone with a copy. */
  id: string;
  name: string;
}

/** What happens to a path: new contents, or `null` for none. */
export type Changes = ReadonlyMap<string, { blob: string; executable: boolean } | null>;

/** Stores contents. @returns their object name */
export async function writeBlob(git: Git, contents: Uint8Array): Promise<string> {
  return git.text(['hash-object', '-w', '--stdin'], { input: contents });
}

/** @returns the object name of the tree of `commit` with changes; `commit` undefined starts from an empty one */
export async function writeTree(git: Git, commit: string | undefined, changes: Changes): Promise<string> {
  // An index of its own for each call, so that saves at the same time do not meet.
  const folder = await mkdtemp(join(tmpdir(), 'dfm-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (commit !== undefined) await git.run(['read-tree', commit], { env });
    const lines = [...changes].map(([path, file]) =>
      file === null
        ? `0 ${'0'.repeat(40)}\t${path}\0`
        : `${file.executable ? '100755' : '100644'} ${file.blob}\t${path}\0`,
    );
    // Deletions first: a file may take the place of a folder.
    lines.sort((a, b) => Number(b.startsWith('0 ')) - Number(a.startsWith('0 ')));
    await git.run(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    return await git.text(['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the name of the new commit, to which no branch points yet */
export async function writeCommit(
  git: Git,
  { tree, parents, author, message }: { tree: string; parents: string[]; author: Author; message: string },
): Promise<string> {
  const name = author.name.replaceAll(/[\p{Cc}<>]/gu, ' ').trim() || 'Without a name';
  const email = `${author.id}@users.invalid`;
  return git.text(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'], {
    input: message,
    env: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    },
  });
}
