'use client';

import type { DraftTree, WrittenProblem } from '@dfm/contracts/page-data';
import { useState, type ReactNode } from 'react';
import type { SubmitAnswers } from '@/components/mdx/quiz-context.ts';
import { TabList, TabPanel } from '@/components/ui/tabs.tsx';
import { DrawSelect } from './draw-select.tsx';
import { HistoryPane, type ListFileSaves } from './history/history-pane.tsx';
import { PreviewBoundary } from './preview-boundary.tsx';
import { PreviewState } from './preview-state.tsx';
import { ProblemList } from './problem-list.tsx';
import type { CheckedText } from './use-written-check.ts';

interface Props {
  /** The text that is open. */
  file: { path: string; text: string } | undefined;
  /** Undefined until the text was checked for the first time. */
  checked: CheckedText | undefined;
  /** Index of the draw that the preview shows. */
  draw: number;
  onDraw(draw: number): void;
  reportCount: number;
  /** What readers reported about the text. */
  reports: ReactNode;
  draft: DraftTree;
  /** The open file, also one that is no text. */
  path: string | undefined;
  listFileSaves: ListFileSaves;
  isBusy: boolean;
  onJump(problem: WrittenProblem): void;
  onTakeBack(commit: string): void;
  /** Marks answers to the quizzes of the preview. */
  submit: SubmitAnswers;
}

type View = 'preview' | 'problems' | 'reports' | 'history';

/** The result of what is typed: its preview, its problems, what readers reported, and what was saved. */
export function ResultPane(props: Props) {
  const { file, checked, draw, onDraw, reportCount, reports, isBusy, onJump, onTakeBack, submit } = props;
  const { draft, path, listFileSaves } = props;
  const [view, setView] = useState<View>('preview');
  const problems = checked?.problems ?? [];
  return (
    <section aria-label="Result" className="draft-result">
      <TabList<View>
        id="draft-view"
        label="Result"
        selected={view}
        onSelect={setView}
        className="draft-tabs"
        tabClassName="draft-tab"
        tabs={[
          { value: 'preview', content: 'Preview' },
          {
            value: 'problems',
            content: problems.length === 0 ? 'Problems' : `Problems (${problems.length})`,
          },
          { value: 'reports', content: reportCount === 0 ? 'Reports' : `Reports (${reportCount})` },
          { value: 'history', content: 'History' },
        ]}
      />
      <TabPanel id="draft-view" selected={view} className="draft-view">
        {checked?.failure !== undefined && <p className="mb-3 text-bad">{checked.failure}</p>}
        {view === 'preview' && (
          <>
            <DrawSelect draws={checked?.draws ?? []} draw={draw} onDraw={onDraw} />
            <PreviewOf file={file} checked={checked} submit={submit} />
          </>
        )}
        {view === 'problems' &&
          (file && checked ? (
            <ProblemList path={file.path} files={draft.files} problems={problems} onJump={onJump} />
          ) : (
            <p className="text-soft">Open a text. Its problems are listed here while you type.</p>
          ))}
        {view === 'reports' && reports}
        {view === 'history' && (
          <HistoryPane
            draft={draft}
            path={path}
            listFileSaves={listFileSaves}
            isBusy={isBusy}
            onTakeBack={onTakeBack}
          />
        )}
      </TabPanel>
    </section>
  );
}

function PreviewOf({ file, checked, submit }: Pick<Props, 'file' | 'checked' | 'submit'>) {
  if (file === undefined)
    return <p className="text-soft">Open a lesson or an exercise to see it as learners do.</p>;
  if (checked === undefined) return <p className="text-soft">Compiling …</p>;
  if (!checked.preview)
    return (
      <p className="text-soft">
        {checked.problems.length > 0
          ? 'The preview comes back once the problems are fixed.'
          : 'This file has no preview. Lessons and exercises have one.'}
      </p>
    );
  return (
    <PreviewState lesson={file.path.replaceAll(/^lessons\/|\.mdx$/g, '')} submit={submit}>
      <PreviewBoundary key={file.path}>{checked.preview}</PreviewBoundary>
    </PreviewState>
  );
}
