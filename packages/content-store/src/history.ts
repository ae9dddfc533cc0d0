import type { Git } from './git.ts';

export interface Commit {
  id: string;
  parents: string[];
  /** ID of the account, for a commit that was made on the site. */
  authorId: string | undefined;
  authorName: string;
  /** In ms since 1970. */
  at: number;
  /** The first line of the message. */
  subject: string;
}

export interface ChangedPath {
  path: string;
  change: 'added' | 'changed' | 'deleted';
}

/** The last day that a `Date` can be. A commit from outside can have a later one. */
const SECONDS_MAX = 8_640_000_000_000;
const FIELDS = ['%H', '%P', '%an', '%ae', '%ct', '%s'];

/**
 * Commits, newest first.
 *
 * @param path only those that changed this file
 * @param since only those that this commit does not contain
 * @param page from 0
 */
export async function readHistory(
  git: Git,
  commit: string,
  {
    path,
    since,
    page = 0,
    perPage = 50,
  }: { path?: string; since?: string; page?: number; perPage?: number } = {},
): Promise<Commit[]> {
  const text = await git.text([
    'log',
    '-z',
    `--format=${FIELDS.join('%n')}`,
    `--max-count=${perPage}`,
    `--skip=${page * perPage}`,
    commit,
    ...(since === undefined ? [] : [`^${since}`]),
    '--',
    ...(path === undefined ? [] : [path]),
  ]);
  return text.split('\0').flatMap((record) => {
    const [id, parents, authorName, address, at, subject] = record.split('\n');
    if (subject === undefined) return [];
    return {
      id: id!,
      parents: parents!.split(' ').filter(Boolean),
      authorId: /^(.+)@users\.invalid$/.exec(address!)?.[1],
      authorName: authorName!,
      at: Math.min(Number(at), SECONDS_MAX) * 1_000,
      subject,
    };
  });
}

/** The paths that differ between two commits, sorted. */
export async function changedPaths(git: Git, before: string, after: string): Promise<ChangedPath[]> {
  const text = await git.text(['diff-tree', '-r', '-z', '--name-status', '--no-renames', before, after]);
  const words = text.split('\0');
  const kinds = { A: 'added', D: 'deleted' } as const;
  return Array.from({ length: Math.floor(words.length / 2) }, (_, index) => ({
    path: words[2 * index + 1]!,
    change: kinds[words[2 * index] as 'A' | 'D'] ?? 'changed',
  }));
}
