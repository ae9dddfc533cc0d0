import type { FileEntry } from '@dfm/contracts/terminal-files';
import type { FileProblem } from '../connection/file-requests.ts';
import { childOf, parentOf } from './paths.ts';

/** What is known of a folder. */
export interface Folder {
  /** As the sandbox names it; empty until it is known. */
  version: string;
  /** Folders first, then by name. */
  entries: readonly FileEntry[];
  isCut: boolean;
  /** Entries whose names cannot be shown. */
  unreadable: number;
  /** Why it could not be listed. */
  problem?: FileProblem;
}

/** The folders that were listed, and those that are open. By path; '' is the home. */
export interface Tree {
  folders: ReadonlyMap<string, Folder>;
  open: ReadonlySet<string>;
}

/** A line of the tree. */
export type TreeRow = {
  path: string;
  /** Itself, or the folder that it is in: where something new goes. */
  folder: string;
  /** From 1. */
  level: number;
} & ({ kind: 'entry'; entry: FileEntry; isOpen: boolean; position: number; count: number } | FolderNote);

/** Said of a folder, below its entries. Its path ends with a slash, as no entry's does. */
type FolderNote =
  | { kind: 'note'; note: 'loading' | 'cut' | 'empty' }
  | { kind: 'note'; note: 'unreadable'; count: number }
  | { kind: 'note'; note: 'problem'; problem: FileProblem };

const collator = new Intl.Collator('en', { numeric: true });

/** Folders first, then by name. */
export function sorted(entries: readonly FileEntry[]): FileEntry[] {
  return entries.toSorted(
    (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || collator.compare(a.name, b.name),
  );
}

/** The lines of a tree from top to bottom. */
export function rowsOf({ folders, open }: Tree): TreeRow[] {
  const below = (path: string, level: number): TreeRow[] => {
    const folder = folders.get(path);
    if (folder === undefined) return [noteRow(path, level, { kind: 'note', note: 'loading' })];
    const { entries } = folder;
    const rows = entries.flatMap((entry, index): TreeRow[] => {
      const at = childOf(path, entry.name);
      const isOpen = entry.kind === 'folder' && open.has(at);
      const row: TreeRow = {
        kind: 'entry',
        path: at,
        folder: entry.kind === 'folder' ? at : path,
        level,
        entry,
        isOpen,
        position: index + 1,
        count: entries.length,
      };
      return isOpen ? [row, ...below(at, level + 1)] : [row];
    });
    return [...rows, ...notesOf(folder, level === 1).map((note) => noteRow(path, level, note))];
  };
  return below('', 1);
}

function notesOf({ entries, isCut, unreadable, problem }: Folder, isHome: boolean): FolderNote[] {
  if (problem !== undefined) return [{ kind: 'note', note: 'problem', problem }];
  const notes: FolderNote[] = [];
  if (unreadable > 0) notes.push({ kind: 'note', note: 'unreadable', count: unreadable });
  if (isCut) notes.push({ kind: 'note', note: 'cut' });
  // An empty home has a text of its own.
  if (entries.length === 0 && notes.length === 0 && !isHome) notes.push({ kind: 'note', note: 'empty' });
  return notes;
}

const noteRow = (folder: string, level: number, note: FolderNote): TreeRow => ({
  path: `${folder}/${note.note}/`,
  folder,
  level,
  ...note,
});

/** The open folders that are shown, because every folder around them is open too. */
export function shownFolders({ open }: Tree): string[] {
  const isShown = (path: string): boolean => path === '' || (open.has(path) && isShown(parentOf(path)));
  return [...open].filter(isShown);
}

/** What a key does in the tree. */
type TreeStep = { kind: 'focus' | 'open' | 'close'; path: string };

/**
 * What a key does, as in the ARIA Authoring Practices for trees.
 *
 * @returns undefined if nothing
 */
export function stepOf(rows: readonly TreeRow[], focused: string, key: string): TreeStep | undefined {
  const index = rows.findIndex(({ path }) => path === focused);
  const row = rows[index];
  if (row === undefined) return undefined;
  const to = (path: string | undefined): TreeStep | undefined =>
    path === undefined ? undefined : { kind: 'focus', path };
  const isFolder = row.kind === 'entry' && row.entry.kind === 'folder';
  const isOpen = row.kind === 'entry' && row.isOpen;
  switch (key) {
    case 'ArrowDown':
      return to(rows[index + 1]?.path);
    case 'ArrowUp':
      return to(rows[index - 1]?.path);
    case 'Home':
      return to(rows[0]?.path);
    case 'End':
      return to(rows.at(-1)?.path);
    case 'ArrowRight':
      if (!isFolder) return undefined;
      return isOpen ? to(rows[index + 1]?.path) : { kind: 'open', path: row.path };
    case 'ArrowLeft':
      if (isOpen) return { kind: 'close', path: row.path };
      return to(rows.slice(0, index).findLast(({ level }) => level < row.level)?.path);
    default:
      return key.length === 1 ? to(startingWith(rows, index, key)) : undefined;
  }
}

/** The next entry whose name begins with a character. */
function startingWith(rows: readonly TreeRow[], index: number, character: string): string | undefined {
  const wanted = character.toLowerCase();
  return [...rows.slice(index + 1), ...rows.slice(0, index)].find(
    (row) => row.kind === 'entry' && row.entry.name.toLowerCase().startsWith(wanted),
  )?.path;
}
