import { Tabs } from '@base-ui/react/tabs';
import { Lock } from 'lucide-react';

interface Props {
  files: readonly {
    path: string;
    editable: boolean;
    isChanged: boolean;
    /** Undefined until the checks have run. The space for the number is reserved. */
    findings: number | undefined;
  }[];
}

const figureSpace = '\u2007';

/** One tab per file: a lock if it cannot be edited, a dot if it differs from the starter. */
export function FileTabs({ files }: Props) {
  return (
    <Tabs.List
      aria-label="Files"
      className="file-tabs flex overflow-x-auto border-b border-line bg-surface"
      activateOnFocus
    >
      {files.map((file) => (
        <Tabs.Tab
          key={file.path}
          value={file.path}
          className="flex min-h-10 shrink-0 items-center gap-1.5 border-r border-line px-3 font-mono text-xs text-soft -outline-offset-2 hover:text-ink data-active:bg-raised data-active:text-ink data-active:shadow-[inset_0_2px_0_var(--accent)]"
        >
          {!file.editable && <Lock aria-hidden size={11} />}
          {file.path}
          {!file.editable && <span className="sr-only">, read only</span>}
          {file.isChanged && (
            <>
              <span aria-hidden className="size-1.5 rounded-full bg-accent" />
              <span className="sr-only">, changed</span>
            </>
          )}
          {file.findings === undefined && (
            <span aria-hidden className="px-1 font-sans font-semibold tabular-nums">
              {figureSpace}
            </span>
          )}
          {(file.findings ?? 0) > 0 && (
            <span className="rounded-sm bg-warn-soft px-1 font-sans font-semibold text-warn tabular-nums">
              {file.findings}
              <span className="sr-only">{file.findings === 1 ? ' finding' : ' findings'}</span>
            </span>
          )}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  );
}
