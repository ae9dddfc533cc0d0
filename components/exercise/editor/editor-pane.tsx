'use client';

import { Tabs } from '@base-ui/react/tabs';
import type { ExercisePage } from '@dfm/contracts/pages';
import { applyQuickFix } from '@dfm/grading/quick-fix';
import { RotateCcw, Undo2 } from 'lucide-react';
import { useMemo, type ComponentProps, type ReactNode } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import type { OpenDraft } from '../draft/use-draft.ts';
import type { Problem } from '../run/run-state.ts';
import { CodeEditor } from './code-editor.tsx';
import { FileTabs } from './file-tabs.tsx';
import { FindingList } from './finding-list.tsx';
import { countOf, partitionBySeverity } from './partition-by-severity.ts';
import { PlainEditor } from './plain-editor.tsx';
import type { ExplainedFinding } from './protocol.ts';
import type { Checked } from './use-checks.ts';

interface Props {
  exercise: ExercisePage;
  draft: OpenDraft;
  checked: Checked;
  /** Why the files cannot be submitted as they are. */
  oversize: Problem | undefined;
  path: string;
  onPath(path: string): void;
  /** On a phone, the plain editor is shown. */
  isNarrow: boolean;
  activeLine: number | undefined;
  jump: { line: number; id: number } | undefined;
  onGoTo(path: string, line: number): void;
  onCursorLine(path: string, line: number): void;
}

/** The files in tabs, the editor, and below it the findings of the checks. */
export function EditorPane({
  exercise,
  draft,
  checked,
  oversize,
  path,
  onPath,
  isNarrow,
  activeLine,
  jump,
  onGoTo,
  onCursorLine,
}: Props) {
  const { findings, instructions } = checked;
  const shown = exercise.files.find((f) => f.path === path) ?? exercise.files[0];
  const text = shown === undefined ? '' : (draft.files[shown.path] ?? shown.text);
  const file = useMemo(
    () => (shown === undefined ? undefined : { path: shown.path, editable: shown.editable, text }),
    [shown, text],
  );
  const here = useMemo(() => findings.filter((f) => f.path === path), [findings, path]);
  if (file === undefined) return null;
  const applyFix = ({ path: fixed, fix }: ExplainedFinding) => {
    const current = draft.files[fixed] ?? '';
    // A fix refers to line numbers, which are only valid for the text that was checked.
    if (fix !== undefined && checked.files[fixed] === current)
      draft.store.edit(fixed, applyQuickFix(current, fix));
  };
  const isDockerfile = path === 'Dockerfile';
  return (
    <Tabs.Root value={path} onValueChange={onPath} className="flex h-full min-h-0 flex-col">
      <FileTabs
        files={exercise.files.map((f) => ({
          path: f.path,
          editable: f.editable,
          isChanged: f.editable && draft.files[f.path] !== f.text,
          findings:
            f.path === 'Dockerfile' && checked.state === 'starting'
              ? undefined
              : partitionBySeverity(findings).findings.filter((x) => x.path === f.path).length,
        }))}
      />
      <Tabs.Panel value={path} keepMounted className="min-h-0 flex-1" tabIndex={-1}>
        {isNarrow ? (
          <PlainEditor {...file} onText={(next) => draft.store.edit(file.path, next)} />
        ) : (
          <CodeEditor
            file={file}
            draft={draft.store}
            findings={here}
            instructions={isDockerfile ? instructions : none}
            activeLine={isDockerfile ? activeLine : undefined}
            jump={jump}
            onCursorLine={onCursorLine}
          />
        )}
      </Tabs.Panel>
      <section aria-label="Checks while typing" className="border-t border-line bg-paper">
        <p role="alert" className="border-b border-line bg-bad-soft px-4 py-2 text-sm text-bad empty:hidden">
          {oversize?.message}
        </p>
        <div className="flex flex-wrap items-center gap-x-4 px-4 py-1 text-xs text-soft">
          <output className="mr-auto py-1.5">{summary(checked)}</output>
          {!isNarrow && (
            <p className="hidden lg:block">
              <kbd className="font-mono">Ctrl M</kbd> lets Tab leave the editor
            </p>
          )}
          {!draft.isStored && (
            <p className="text-warn">
              This browser does not store your text. It is lost when you leave the page.
            </p>
          )}
          {draft.canUndoReset ? (
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
          )}
        </div>
        {/* Has a fixed height next to the editor, and is there before the first findings, so that findings do not move what is being read. */}
        {(findings.length > 0 || (checked.state === 'starting' && !isNarrow)) && (
          <ScrollRegion
            className={`${isNarrow ? 'max-h-44' : 'h-44'} overflow-y-auto border-t border-line`}
            aria-label="Findings"
          >
            <FindingList findings={findings} onGoTo={onGoTo} onFix={applyFix} />
          </ScrollRegion>
        )}
      </section>
    </Tabs.Root>
  );
}

const none: Checked['instructions'] = [];

function summary({ state, findings }: Checked): string {
  if (state === 'too-slow')
    return 'The checks took too long on these files and were stopped. Shorten the Dockerfile or .dockerignore. They run again after your next change.';
  if (state === 'failed') return 'The checks cannot run in this browser. Run still measures everything.';
  if (state === 'starting') return 'Checking your files.';
  return `${countOf(findings)} while typing`;
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
