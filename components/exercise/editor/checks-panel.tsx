import { applyQuickFix } from '@dfm/grading/quick-fix';
import { RotateCcw, Undo2 } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import type { OpenDraft } from '../draft/use-draft.ts';
import type { Problem } from '../run/run-state.ts';
import { useIsNarrow } from '../window-width.ts';
import { FindingList } from './finding-list.tsx';
import { countOf } from './partition-by-severity.ts';
import type { ExplainedFinding } from './protocol.ts';
import type { Checked } from './use-checks.ts';

interface Props {
  checked: Checked;
  draft: OpenDraft;
  /** Why the files cannot be submitted as they are. */
  oversize: Problem | undefined;
  onGoTo(path: string, line: number): void;
}

/** Below the editor: how many findings there are, the way back to the starter, and the findings. */
export function ChecksPanel({ checked, draft, oversize, onGoTo }: Props) {
  const isNarrow = useIsNarrow();
  const { findings, later } = checked;
  const applyFix = ({ path, fix }: ExplainedFinding) => {
    const current = draft.files[path] ?? '';
    // A fix refers to line numbers, which are only valid for the text that was checked.
    if (fix !== undefined && checked.files[path] === current)
      draft.store.edit(path, applyQuickFix(current, fix));
  };
  return (
    <section aria-label="Checks while typing" className="@container border-t border-line bg-paper">
      <p role="alert" className="border-b border-line bg-bad-soft px-4 py-2 text-sm text-bad empty:hidden">
        {oversize?.message}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 px-4 py-1 text-xs text-soft">
        <output className="mr-auto py-1.5">{summary(checked)}</output>
        {/* Only where it fits on the same line, so that the number of findings does not move the editor. */}
        {!isNarrow && (
          <p className="hidden @xl:block">
            <kbd className="font-mono">Ctrl M</kbd> lets Tab leave the editor
          </p>
        )}
        {!draft.isStored && (
          <p className="text-warn">
            This browser does not store your text. It is lost when you leave the page.
          </p>
        )}
        <ResetButton draft={draft} />
      </div>
      {/* Has a fixed height next to the editor, and is there before the first findings, so that findings do not move what is being read. */}
      {(findings.length + later.length > 0 || (checked.state === 'starting' && !isNarrow)) && (
        <ScrollRegion
          className={`${isNarrow ? 'max-h-44' : 'h-44'} overflow-y-auto border-t border-line`}
          aria-label="Findings"
        >
          <FindingList findings={findings} later={later} onGoTo={onGoTo} onFix={applyFix} />
        </ScrollRegion>
      )}
    </section>
  );
}

function summary({ state, findings }: Checked): string {
  if (state === 'too-slow')
    return 'The checks took too long on these files and were stopped. Shorten the Dockerfile or .dockerignore. They run again after your next change.';
  if (state === 'failed') return 'The checks cannot run in this browser. Run still measures everything.';
  if (state === 'starting') return 'Checking your files.';
  return `${countOf(findings)} while typing`;
}

function ResetButton({ draft }: { draft: OpenDraft }) {
  return draft.canUndoReset ? (
    <TextButton onClick={draft.store.undoReset} icon={<Undo2 aria-hidden size={14} />}>
      Undo reset
    </TextButton>
  ) : (
    <TextButton
      onClick={draft.store.reset}
      disabled={!draft.isChanged}
      icon={<RotateCcw aria-hidden size={14} />}
    >
      Reset to starter
    </TextButton>
  );
}

function TextButton({ icon, children, ...rest }: ComponentProps<'button'> & { icon: ReactNode }) {
  return (
    <button
      type="button"
      className="inline-flex min-h-8 items-center gap-1.5 rounded-sm hover:text-ink disabled:cursor-not-allowed disabled:opacity-50"
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}
