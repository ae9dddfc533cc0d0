'use client';

import type { Readiness } from '@dfm/contracts/browser-api';
import type { CoursePosition, ExercisePage } from '@dfm/contracts/page-data';
import { useCallback, type ReactNode } from 'react';
import { EditorPane } from './editor/editor-pane.tsx';
import { useChecks } from './editor/use-checks.ts';
import { OutcomePane } from './outcome/outcome-pane.tsx';
import { RunButton } from './outcome/run-button.tsx';
import { Panes } from './panes.tsx';
import { PreparationBar } from './preparation/preparation-bar.tsx';
import { useReadiness } from './preparation/use-readiness.ts';
import type { KnownRun } from './run/run-state.ts';
import { useSubmission } from './run/use-submission.ts';
import type { ReadSolution } from './solution/solution-panel.tsx';
import { TaskPane } from './task-pane.tsx';
import { useFiles } from './use-files.ts';
import { useLineLink } from './use-line-link.ts';
import { useNavigation } from './use-navigation.ts';
import { WorkbenchHeader } from './workbench-header.tsx';
import '@/components/ui/prose.css';
import './exercise.css';

interface Props {
  exercise: ExercisePage;
  place: CoursePosition;
  /** The largest submission that the site accepts, in bytes. */
  maxBytes: number;
  readSolution: ReadSolution;
  /** The statement, rendered. */
  children: ReactNode;
  // What was known when the page was rendered:
  /** The learner's newest run of the exercise. */
  run: KnownRun | undefined;
  /** Whether the learner has passed it before. */
  hasPassed: boolean;
  /** Whether runs could start. */
  readiness: Readiness;
}

/** The exercise page: task, editor and outcome, linked line by line. */
export function Workbench({ exercise, place, maxBytes, readSolution, children, ...known }: Props) {
  const { draft, inContext } = useFiles(exercise);
  const checked = useChecks(inContext, exercise.hiddenFiles);
  const readiness = useReadiness(exercise.slug, known.readiness);
  const navigation = useNavigation(exercise.files[0]?.path ?? 'Dockerfile');
  const { setPane, goTo } = navigation;
  const { state, submit, ...submission } = useSubmission(exercise.slug, draft.files, maxBytes, known.run);
  const lines = useLineLink(state.files.Dockerfile ?? '', draft.files.Dockerfile ?? '', goTo);
  const run = useCallback(() => {
    setPane('outcome');
    submit();
  }, [setPane, submit]);
  return (
    <div className="workbench">
      <WorkbenchHeader exercise={exercise} lesson={place.lesson}>
        <RunButton state={state} onRun={run} onCancel={submission.cancel} />
      </WorkbenchHeader>
      <NoScriptNote />
      <PreparationBar preparation={readiness.preparation} wasPreparing={readiness.wasPreparing} />
      <Panes
        active={navigation.pane}
        onActive={setPane}
        task={
          <TaskPane
            exercise={exercise}
            files={draft.files}
            result={state.result}
            hasPassed={known.hasPassed || state.result?.passed === true}
            readSolution={readSolution}
            next={place.next}
          >
            {children}
          </TaskPane>
        }
        editor={
          <EditorPane
            exercise={exercise}
            draft={draft}
            checked={checked}
            oversize={submission.oversize}
            navigation={navigation}
            activeLine={lines.pointedLine}
            onCursorLine={lines.onCursorLine}
          />
        }
        outcome={
          <OutcomePane
            exercise={exercise}
            state={state}
            isQueued={submission.isQueued}
            hasRunner={readiness.hasRunner}
            next={place.next}
            link={lines.link}
            isStale={lines.isStale}
          />
        }
      />
    </div>
  );
}

function NoScriptNote() {
  return (
    <noscript>
      <p className="border-b border-line bg-warn-soft px-4 py-2 text-sm sm:px-6">
        The editor and Run need JavaScript, which is off in this browser. You can read the task and the files
        without it.
      </p>
    </noscript>
  );
}
