'use client';

import type { Readiness } from '@dfm/contracts/browser-api';
import type { AttemptFiles, CoursePosition, ExercisePage } from '@dfm/contracts/page-data';
import { useState, type ReactNode } from 'react';
import { EditorPane } from './editor/editor-pane.tsx';
import { useChecks } from './editor/use-checks.ts';
import type { EarlierRun } from './gain/gain-rows.ts';
import { OutcomePane } from './outcome/outcome-pane.tsx';
import { RunButton } from './outcome/run-button.tsx';
import { Panes, type PaneName } from './panes/panes.tsx';
import { PreparationBar } from './preparation/preparation-bar.tsx';
import { useReadiness } from './preparation/use-readiness.ts';
import { isBusy, type KnownRun } from './run/run-state.ts';
import { openRunStore, type RunStore } from './run/run-store.ts';
import { useEarlierRun } from './run/use-earlier-run.ts';
import { useSubmission } from './run/use-submission.ts';
import { type Help, TaskPane } from './task-pane.tsx';
import { useFiles } from './use-files.ts';
import { useLineLink } from './use-line-link.ts';
import { useNavigation } from './use-navigation.ts';
import { useOutcomeNews } from './use-outcome-news.ts';
import { WorkbenchHeader } from './workbench-header.tsx';

interface Props {
  exercise: ExercisePage;
  place: CoursePosition;
  /** The largest submission that the site accepts, in bytes. */
  maxBytes: number;
  help: Help;
  /** The button that opens the course's outline. */
  course: ReactNode;
  /** The statement, rendered. */
  children: ReactNode;
  // What was known when the page was rendered:
  /** The learner's newest run of the exercise. */
  run: KnownRun | undefined;
  /** Whether the learner has passed it before. */
  hasPassed: boolean;
  /** The learner's first graded run of the exercise. */
  firstRun: EarlierRun | undefined;
  /** The earlier attempt to load into the editor. */
  loadedAttempt: AttemptFiles | undefined;
  /** How long runs of the exercise usually take, in milliseconds; undefined if none has been graded. */
  usualMs: number | undefined;
  /** Whether runs could start. */
  readiness: Readiness;
}

/** The exercise page: task, editor and outcome, linked line by line. */
export function Workbench({ exercise, place, help, children, ...page }: Props) {
  const { draft, inContext } = useFiles(exercise, page.loadedAttempt);
  const checked = useChecks(inContext, exercise);
  const readiness = useReadiness(exercise.slug, page.readiness);
  const [runs] = useState(() => openRunStore(exercise.slug, page));
  const navigation = useNavigation(exercise.files[0]?.path ?? 'Dockerfile', firstPane(page, runs));
  const { setPane, goTo, showOutcome } = navigation;
  const { state, ...submission } = useSubmission(runs, exercise, draft.files, page.maxBytes, showOutcome);
  const earlier = useEarlierRun(page.firstRun, state);
  const hasNews = useOutcomeNews(state, navigation.pane === 'outcome');
  const lines = useLineLink(state.files.Dockerfile ?? '', draft.files.Dockerfile ?? '', goTo);
  return (
    <div className="workbench">
      <WorkbenchHeader exercise={exercise} course={page.course} lesson={place.lesson}>
        <RunButton state={state} onRun={submission.submit} onCancel={submission.cancel} />
      </WorkbenchHeader>
      <NoScriptNote />
      <PreparationBar preparation={readiness.preparation} wasPreparing={readiness.wasPreparing} />
      <Panes
        active={navigation.pane}
        onActive={setPane}
        hasNews={hasNews}
        task={
          <TaskPane
            exercise={exercise}
            files={draft.files}
            result={state.latestResult}
            hasPassed={page.hasPassed || state.latestResult?.passed === true}
            help={help}
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
            hasRunner={readiness.hasRunner}
            next={place.next}
            earlier={earlier}
            link={lines.link}
            isStale={lines.isStale}
          />
        }
      />
    </div>
  );
}

/** On a narrow window, which shows one pane: the one with what the learner came back for. */
function firstPane({ loadedAttempt }: Pick<Props, 'loadedAttempt'>, runs: RunStore): PaneName {
  if (loadedAttempt !== undefined) return 'editor';
  return isBusy(runs.state()) ? 'outcome' : 'task';
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
