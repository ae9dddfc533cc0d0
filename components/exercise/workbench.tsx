'use client';

import { hrefTo } from '@dfm/contracts/pages';
import { BookOpen, History, Trophy } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { lineAfterEdit } from './diff/file-diff.ts';
import { useDraft } from './draft/use-draft.ts';
import { EditorPane } from './editor/editor-pane.tsx';
import { useChecks } from './editor/use-checks.ts';
import type { CoursePosition, ExerciseView } from './exercise-view.ts';
import { OutcomePane } from './outcome/outcome-pane.tsx';
import { RunButton } from './outcome/run-button.tsx';
import { Panes, type PaneName } from './panes.tsx';
import { PreparationBar } from './preparation/preparation-bar.tsx';
import { useReadiness, type Readiness } from './preparation/use-readiness.ts';
import type { KnownRun } from './run/run-state.ts';
import { tooLarge } from './run/submission-size.ts';
import { useRun } from './run/use-run.ts';
import { SolutionPanel, type ReadSolution } from './solution/solution-panel.tsx';
import { Hints } from './task/hints.tsx';
import { useMediaQuery } from './use-media-query.ts';
import '@/components/ui/prose.css';
import './exercise.css';

interface Props {
  exercise: ExerciseView;
  place: CoursePosition;
  /** The learner's newest run of the exercise. */
  run: KnownRun | undefined;
  /** Whether the learner has passed it before. */
  hasPassed: boolean;
  /** Whether runs could start when the page was rendered. */
  readiness: Readiness;
  /** The largest submission that the site accepts, in bytes. */
  maxBytes: number;
  readSolution: ReadSolution;
  /** The statement, rendered. */
  children: ReactNode;
}

/** The exercise page: task, editor and outcome, linked line by line. */
export function Workbench({
  exercise,
  place,
  run: knownRun,
  hasPassed,
  readiness: knownReadiness,
  maxBytes,
  readSolution,
  children,
}: Props) {
  const isNarrow = useMediaQuery('(max-width: 767px)', false);
  const starter = useMemo(
    () => Object.fromEntries(exercise.files.filter((f) => f.editable).map((f) => [f.path, f.text])),
    [exercise.files],
  );
  const draft = useDraft(exercise.slug, starter);
  const allFiles = useMemo(
    () => ({ ...Object.fromEntries(exercise.files.map((f) => [f.path, f.text])), ...draft.files }),
    [exercise.files, draft.files],
  );
  const checked = useChecks(allFiles, exercise.hiddenFiles);
  const readiness = useReadiness(exercise.slug, knownReadiness);
  const { state, isQueued, run, refuse, cancel } = useRun(exercise.slug, knownRun);
  const oversize = useMemo(
    () => tooLarge(exercise.slug, draft.files, maxBytes),
    [exercise.slug, draft.files, maxBytes],
  );

  const [path, setPath] = useState(exercise.files[0]?.path ?? 'Dockerfile');
  const [pane, setPane] = useState<PaneName>('task');
  const [pointedLine, setPointedLine] = useState<number>();
  const [cursorLine, setCursorLine] = useState<number>();
  const [jump, setJump] = useState<{ line: number; id: number }>();

  const goTo = useCallback((file: string, line: number) => {
    setPath(file);
    setPane('editor');
    setJump((before) => ({ line, id: (before?.id ?? 0) + 1 }));
  }, []);
  const onCursorLine = useCallback(
    (file: string, line: number) => setCursorLine(file === 'Dockerfile' ? line : undefined),
    [],
  );

  const submitted = state.files.Dockerfile ?? '';
  const current = draft.files.Dockerfile ?? '';
  const link = useMemo<LineLink>(
    () => ({
      // Figures refer to the submitted lines, the editor to the current ones.
      activeLine: cursorLine === undefined ? undefined : lineAfterEdit(current, submitted, cursorLine),
      onLine: (line) =>
        setPointedLine(line === undefined ? undefined : lineAfterEdit(submitted, current, line)),
      onGoTo: (line) => goTo('Dockerfile', lineAfterEdit(submitted, current, line) ?? line),
    }),
    [cursorLine, submitted, current, goTo],
  );

  const start = useCallback(() => {
    setPane('outcome');
    if (oversize === undefined) void run(draft.files);
    else refuse(oversize);
  }, [run, refuse, oversize, draft.files]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      start();
    };
    // In the capture phase, before the editor, which would insert a line.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [start]);

  const passed = hasPassed || state.result?.passed === true;
  return (
    <div className="workbench">
      <div className="flex items-center gap-x-4 border-b border-line px-4 py-2 sm:px-6">
        <h1 className="mr-auto min-w-0 text-base leading-tight font-semibold">{exercise.title}</h1>
        {place.lesson && (
          <Link
            href={place.lesson.href}
            prefetch={false}
            title={place.lesson.title}
            className="inline-flex min-h-10 items-center gap-1.5 text-sm text-soft hover:text-ink"
          >
            <BookOpen aria-hidden size={18} /> <span className="max-sm:sr-only">Lesson</span>
          </Link>
        )}
        <Link
          href={hrefTo('attempts', exercise.slug)}
          prefetch={false}
          className="inline-flex min-h-10 items-center gap-1.5 text-sm text-soft hover:text-ink"
        >
          <History aria-hidden size={18} /> <span className="max-sm:sr-only">Attempts</span>
        </Link>
        {exercise.hasBoard && (
          <Link
            href={hrefTo('board', exercise.slug)}
            prefetch={false}
            className="inline-flex min-h-10 items-center gap-1.5 text-sm text-soft hover:text-ink"
          >
            <Trophy aria-hidden size={18} /> <span className="max-sm:sr-only">Leaderboard</span>
          </Link>
        )}
        <RunButton state={state} onRun={start} onCancel={cancel} />
      </div>
      <noscript>
        <p className="border-b border-line bg-warn-soft px-4 py-2 text-sm sm:px-6">
          The editor and Run need JavaScript, which is off in this browser. You can read the task and the
          files without it.
        </p>
      </noscript>
      <PreparationBar
        preparation={readiness.preparation}
        wasPreparing={knownReadiness.preparation !== undefined}
      />
      <Panes
        isNarrow={isNarrow}
        active={pane}
        onActive={setPane}
        task={
          <div className="px-4 py-5 sm:px-6">
            <div className="prose exercise-statement">{children}</div>
            <Hints hints={exercise.hints} result={state.result} />
            <SolutionPanel
              slug={exercise.slug}
              passed={passed}
              files={draft.files}
              readSolution={readSolution}
            />
            {place.next && (
              <p className="mt-8 border-t border-line pt-4 text-sm text-faint">
                Next in the course:{' '}
                <Link
                  href={place.next.href}
                  prefetch={false}
                  className="text-accent underline underline-offset-2"
                >
                  {place.next.title}
                </Link>
              </p>
            )}
          </div>
        }
        editor={
          <EditorPane
            exercise={exercise}
            draft={draft}
            checked={checked}
            oversize={oversize}
            path={path}
            onPath={setPath}
            isNarrow={isNarrow}
            activeLine={pointedLine}
            jump={jump}
            onGoTo={goTo}
            onCursorLine={onCursorLine}
          />
        }
        outcome={
          <OutcomePane
            state={state}
            isQueued={isQueued}
            hasRunner={readiness.runners > 0 || readiness.preparation !== undefined}
            scenarios={exercise.scenarios}
            passScore={exercise.passScore}
            board={exercise.hasBoard ? exercise.slug : undefined}
            next={place.next}
            link={link}
            isStale={submitted !== current}
          />
        }
      />
    </div>
  );
}
