import { posix } from 'node:path';
import { SECRETS } from './installation.ts';
import type { Manifest, Table } from './manifest.ts';

/** What an entry of a backup is. */
export type EntryKind =
  | { kind: 'manifest' }
  | { kind: 'secret'; name: string }
  /** Complete rows of a table, not all of them. */
  | { kind: 'rows'; table: Table }
  /** Part of the git bundle with drafts and versions. */
  | { kind: 'bundle' }
  /** A file of the content. Its path does not leave the folder. */
  | { kind: 'content'; path: string };

/** @returns undefined for a path that a backup with this manifest does not have */
export function entryKind(path: string, { tables }: Manifest): EntryKind | undefined {
  if (path === 'manifest.json') return { kind: 'manifest' };
  const [folder, ...rest] = path.split('/');
  const name = rest.join('/');
  if (folder === 'secrets') return SECRETS.includes(name) ? { kind: 'secret', name } : undefined;
  if (folder === 'content') return isBelow(name) ? { kind: 'content', path: name } : undefined;
  const [, whole] = /^(.+)\.\d{5,}$/.exec(path) ?? [];
  if (whole === 'content-store.bundle') return { kind: 'bundle' };
  const table = tables.find((candidate) => whole === `database/${candidate.name}`);
  return table && { kind: 'rows', table };
}

const isBelow = (path: string): boolean =>
  path !== '' && !posix.isAbsolute(path) && posix.normalize(path) === path && !path.startsWith('..');
