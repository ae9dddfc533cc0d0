import { Lock } from 'lucide-react';
import { TabList } from '@/components/ui/tabs.tsx';

interface ShownFile {
  path: string;
  editable: boolean;
  isChanged: boolean;
  /** Undefined until the checks have run. The space for the number is reserved. */
  findings: number | undefined;
}

interface Props {
  /** Of the tabs and their panel. */
  id: string;
  files: readonly ShownFile[];
  selected: string;
  onSelect(path: string): void;
}

/** One tab per file: a lock if it cannot be edited, a dot if it differs from the starter. */
export function FileTabs({ id, files, selected, onSelect }: Props) {
  return (
    <TabList
      id={id}
      label="Files"
      tabs={files.map((file) => ({ value: file.path, content: <FileLabel {...file} /> }))}
      selected={selected}
      onSelect={onSelect}
      className="file-tabs flex overflow-x-auto border-b border-line bg-surface"
      tabClassName="flex min-h-10 shrink-0 items-center gap-1.5 border-r border-line px-3 font-mono text-xs text-soft -outline-offset-2 hover:text-ink aria-selected:bg-raised aria-selected:text-ink aria-selected:shadow-[inset_0_2px_0_var(--accent)]"
    />
  );
}

const figureSpace = '\u2007';

function FileLabel({ path, editable, isChanged, findings }: ShownFile) {
  return (
    <>
      {!editable && <Lock aria-hidden size={11} />}
      {path}
      {!editable && <span className="sr-only">, read only</span>}
      {isChanged && (
        <>
          <span aria-hidden className="size-1.5 rounded-full bg-accent" />
          <span className="sr-only">, changed</span>
        </>
      )}
      {findings === undefined && (
        <span aria-hidden className="px-1 font-sans font-semibold tabular-nums">
          {figureSpace}
        </span>
      )}
      {(findings ?? 0) > 0 && (
        <span className="rounded-sm bg-warn-soft px-1 font-sans font-semibold text-warn tabular-nums">
          {findings}
          <span className="sr-only">{findings === 1 ? ' finding' : ' findings'}</span>
        </span>
      )}
    </>
  );
}
