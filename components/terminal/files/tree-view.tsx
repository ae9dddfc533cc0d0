import { visibleLine } from '@dfm/contracts/visible-text';
import { ChevronRight, File, FileQuestionMark, FileSymlink, Folder, FolderSymlink } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { type TreeRow, stepOf } from './file-tree.ts';
import { noteText } from './problem-text.ts';

interface Props {
  rows: readonly TreeRow[];
  /** Path of the row that has the focus, or gets it. */
  focused: string;
  /** Paths of files with unsaved changes. */
  unsaved: ReadonlySet<string>;
  /** Path of the file in the editor. */
  shown: string | undefined;
  onFocus(path: string): void;
  onOpenFolder(path: string, isOpen: boolean): void;
  onOpenFile(path: string): void;
  onRename(path: string): void;
  onRemove(path: string): void;
  onDrop(folder: string, data: DataTransfer): void;
}

/** The files as a tree, with the keys of the ARIA Authoring Practices, F2 and Delete. */
export function TreeView(props: Props) {
  const { rows, focused, unsaved, shown, onFocus, onOpenFolder, onOpenFile } = props;
  const id = useId();
  const hasFocus = useRef(false);
  const rowId = (path: string) => `${id}-${encodeURIComponent(path)}`;
  const current = rows.some(({ path }) => path === focused) ? focused : rows[0]?.path;
  useEffect(() => {
    // The row that had the focus is gone, and the browser gives it to no other.
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (isLost && current !== undefined) document.getElementById(rowId(current))?.focus();
  });
  const activate = (row: TreeRow) => {
    onFocus(row.path);
    if (row.kind === 'note') return;
    if (row.entry.kind === 'folder') onOpenFolder(row.path, !row.isOpen);
    else onOpenFile(row.path);
  };
  const press = (row: TreeRow, event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isEntry = row.kind === 'entry';
    const step = event.key === ' ' ? undefined : stepOf(rows, row.path, event.key);
    if (event.key === 'Enter' || event.key === ' ') activate(row);
    else if (event.key === 'F2' && isEntry) props.onRename(row.path);
    else if (event.key === 'Delete' && isEntry) props.onRemove(row.path);
    else if (step?.kind === 'focus') document.getElementById(rowId(step.path))?.focus();
    else if (step) onOpenFolder(step.path, step.kind === 'open');
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="tree"
      tabIndex={-1}
      aria-label="Files of your home"
      translate="no"
      className="file-tree"
      onFocus={() => (hasFocus.current = true)}
      onBlur={({ relatedTarget }) => (hasFocus.current = relatedTarget === null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const over = (event.target as Element).closest<HTMLElement>('[data-folder]');
        props.onDrop(over?.dataset.folder ?? '', event.dataTransfer);
      }}
    >
      {rows.map((row) => (
        <TreeItem
          key={row.path}
          id={rowId(row.path)}
          row={row}
          isTabStop={row.path === current}
          isShown={row.path === shown}
          isUnsaved={unsaved.has(row.path)}
          onFocus={() => onFocus(row.path)}
          onClick={() => activate(row)}
          onKeyDown={(event) => press(row, event)}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  id: string;
  row: TreeRow;
  isTabStop: boolean;
  isShown: boolean;
  isUnsaved: boolean;
  onFocus(): void;
  onClick(): void;
  onKeyDown(event: KeyboardEvent): void;
}

function TreeItem({ id, row, isTabStop, isShown, isUnsaved, ...events }: ItemProps) {
  const isEntry = row.kind === 'entry';
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={isTabStop ? 0 : -1}
      aria-level={row.level}
      aria-selected={isShown}
      {...(isEntry && { 'aria-posinset': row.position, 'aria-setsize': row.count })}
      {...(isEntry && row.entry.kind === 'folder' && { 'aria-expanded': row.isOpen })}
      data-folder={row.folder}
      className="file-row"
      style={{ paddingInlineStart: `${row.level - 0.5}rem` }}
      {...events}
    >
      {isEntry ? (
        <EntryName row={row} isUnsaved={isUnsaved} />
      ) : (
        <span className="file-note">{noteText(row)}</span>
      )}
    </div>
  );
}

function EntryName({ row, isUnsaved }: { row: Extract<TreeRow, { kind: 'entry' }>; isUnsaved: boolean }) {
  const { kind, isLink, name } = row.entry;
  const Icon =
    kind === 'folder'
      ? isLink
        ? FolderSymlink
        : Folder
      : kind === 'other'
        ? FileQuestionMark
        : isLink
          ? FileSymlink
          : File;
  return (
    <>
      <ChevronRight
        aria-hidden
        size={14}
        className={kind !== 'folder' ? 'invisible' : row.isOpen ? 'rotate-90' : ''}
      />
      <Icon aria-hidden size={16} className={kind === 'folder' ? 'text-accent' : 'text-faint'} />
      <span className="file-name">{visibleLine(name)}</span>
      {isUnsaved && (
        <>
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-warn" />
          <span className="sr-only">, not saved</span>
        </>
      )}
    </>
  );
}
