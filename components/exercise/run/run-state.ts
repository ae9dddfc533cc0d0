import type { PreparationView, ResultDocument } from '@dfm/contracts';
import { applyEvents, initialRunView, type ReceivedEvent, type RunView } from './run-view.ts';

/** The queue status of a run. */
export interface QueuePosition {
  /** 1 is next. */
  place: number;
  /** Runners that could take it and have reported recently. With none, the queue does not move. */
  runners: number;
  /** Requirements of the run that no connected node meets. */
  lacks: readonly string[];
  /** What is being prepared, if no node can take it yet. */
  preparation?: PreparationView | undefined;
  /** Estimated time until it starts, in milliseconds; undefined if it cannot be estimated. */
  startsInMs?: number | undefined;
}

/** The result of running a passed submission again in a fresh engine. */
export type Confirmation =
  | { state: 'waiting' }
  | { state: 'confirmed' | 'differs'; runId: string; score: number }
  | { state: 'failed'; runId: string };

/** A run as known to the site when a page is opened. */
export interface KnownRun {
  id: string;
  status: 'queued' | 'running' | 'done' | 'cancelled';
  /** The editable files as they were submitted. */
  files: Readonly<Record<string, string>>;
  result?: ResultDocument | undefined;
  queue?: QueuePosition | undefined;
  confirmation?: Confirmation | undefined;
  /**
   * How long recent runs of the exercise took, in milliseconds; undefined if none was measured or this one
   * has ended.
   */
  usualMs?: number | undefined;
}

/** Why a run could not be started or followed, with a message for the learner. */
export interface Problem {
  code: string;
  message: string;
}

export interface RunState {
  stage: 'none' | 'submitting' | 'following' | 'ended';
  runId: string | undefined;
  /** The submitted files. Line numbers in findings refer to these, not to what was typed since. */
  files: Readonly<Record<string, string>>;
  view: RunView;
  result: ResultDocument | undefined;
  wasCancelled: boolean;
  /** Cancel was pressed, and the site has not responded or does not know the run yet. */
  isCancelling: boolean;
  connection: 'connecting' | 'open' | 'lost';
  queue: QueuePosition | undefined;
  confirmation: Confirmation | undefined;
  /** As in `KnownRun`. */
  usualMs: number | undefined;
  problem: Problem | undefined;
}

export type RunAction =
  | { type: 'submit'; files: Readonly<Record<string, string>> }
  | { type: 'refused'; problem: Problem }
  | { type: 'submitted'; run: KnownRun }
  | { type: 'follow'; run: KnownRun }
  | { type: 'events'; runId: string; received: readonly ReceivedEvent[] }
  | { type: 'connection'; connection: RunState['connection'] }
  | { type: 'queue-status'; runId: string; queue: QueuePosition | undefined; usualMs: number | undefined }
  | { type: 'confirmation'; runId: string; confirmation: Confirmation | undefined }
  | { type: 'unavailable'; runId: string; problem: Problem }
  | { type: 'cancel' }
  | { type: 'cancelled'; runId: string }
  | { type: 'cancel-failed'; runId: string; problem: Problem };

const noRun: RunState = {
  stage: 'none',
  runId: undefined,
  files: {},
  view: initialRunView,
  result: undefined,
  wasCancelled: false,
  isCancelling: false,
  connection: 'connecting',
  queue: undefined,
  confirmation: undefined,
  usualMs: undefined,
  problem: undefined,
};

/** The initial state of a page that knows this run (or none). */
export function initialRunState(run: KnownRun | undefined): RunState {
  return run === undefined ? noRun : follow(run);
}

export function reduceRun(state: RunState, action: RunAction): RunState {
  switch (action.type) {
    case 'submit':
      // A second press while a run is in progress starts nothing.
      return isBusy(state) ? state : { ...noRun, stage: 'submitting', files: action.files };
    case 'refused':
      return isBusy(state) && state.stage !== 'submitting' ? state : { ...noRun, problem: action.problem };
    case 'unavailable':
      return action.runId === state.runId && isBusy(state) ? { ...noRun, problem: action.problem } : state;
    case 'submitted':
      // Cancel may have been pressed while the files were being sent.
      return { ...follow(action.run), isCancelling: state.isCancelling };
    case 'follow':
      return follow(action.run);
    case 'events':
      return action.runId === state.runId ? withEvents(state, action.received) : state;
    case 'connection':
      return { ...state, connection: action.connection };
    case 'queue-status':
      return action.runId === state.runId
        ? { ...state, queue: action.queue, usualMs: action.usualMs }
        : state;
    case 'confirmation':
      return action.runId === state.runId ? { ...state, confirmation: action.confirmation } : state;
    case 'cancel':
      return { ...state, isCancelling: isBusy(state), problem: undefined };
    case 'cancelled':
      // The site's response is final. The corresponding event may arrive late, after everything that the
      // run printed.
      return isFollowing(state, action.runId)
        ? { ...state, stage: 'ended', isCancelling: false, wasCancelled: true, queue: undefined }
        : state;
    case 'cancel-failed':
      return isFollowing(state, action.runId)
        ? { ...state, isCancelling: false, problem: action.problem }
        : state;
  }
}

/** Whether a run is in progress, so that the button cancels it instead of starting another. */
export const isBusy = (state: RunState): boolean =>
  state.stage === 'submitting' || state.stage === 'following';

/** Whether a response about cancelling this run still matters: the run may have ended in the meantime. */
const isFollowing = (state: RunState, runId: string): boolean =>
  state.runId === runId && state.stage === 'following';

function follow(run: KnownRun): RunState {
  const hasEnded = run.status === 'done' || run.status === 'cancelled';
  return {
    ...noRun,
    stage: hasEnded ? 'ended' : 'following',
    runId: run.id,
    files: run.files,
    result: run.result,
    wasCancelled: run.status === 'cancelled',
    queue: run.queue,
    confirmation: run.confirmation,
    usualMs: run.usualMs,
  };
}

function withEvents(state: RunState, received: readonly ReceivedEvent[]): RunState {
  const view = applyEvents(state.view, received);
  if (view === state.view) return state;
  const next = {
    ...state,
    view,
    queue: view.phases.some((p) => p.phase !== 'queued' && p.state !== 'waiting') ? undefined : state.queue,
  };
  if (view.end === undefined) return next;
  const ended = {
    ...next,
    stage: 'ended',
    isCancelling: false,
    queue: undefined,
    problem: undefined,
  } as const;
  return view.end.kind === 'result'
    ? { ...ended, result: view.end.result }
    : { ...ended, wasCancelled: true };
}
