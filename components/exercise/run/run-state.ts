import type { ResultDocument } from '@dfm/contracts';
import type { Confirmation, QueuePosition, RunSnapshot, SubmittedFiles } from '@dfm/contracts/browser-api';
import { applyEvents, initialLiveRun, type LiveRun, type ReceivedEvent } from './live-run.ts';

/**
 * What a page knows of a run from the site. Of a run that it has just submitted, it knows only the first
 * three.
 */
export type KnownRun = Pick<
  RunSnapshot,
  'id' | 'status' | 'files' | 'result' | 'queue' | 'confirmation' | 'usualMs'
>;

/** Why a run could not be started or followed, with a message for the learner. */
export interface Problem {
  code: string;
  message: string;
}

export interface RunState {
  stage: 'none' | 'submitting' | 'following' | 'ended';
  runId: string | undefined;
  /** The submitted files. Line numbers in findings refer to these, not to what was typed since. */
  files: Readonly<SubmittedFiles>;
  live: LiveRun;
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
  | { type: 'submit'; files: Readonly<SubmittedFiles> }
  | { type: 'refused'; problem: Problem }
  | { type: 'submitted'; run: KnownRun }
  | { type: 'follow'; run: KnownRun }
  | { type: 'events'; runId: string; received: readonly ReceivedEvent[] }
  | { type: 'connection'; connection: RunState['connection'] }
  | { type: 'queue-status'; runId: string; queue: QueuePosition | undefined; usualMs: number | undefined }
  | { type: 'confirmation'; runId: string; confirmation: Confirmation | undefined }
  | { type: 'read-again'; run: KnownRun }
  | { type: 'unavailable'; runId: string; problem: Problem }
  | { type: 'cancel' }
  | { type: 'cancelled'; runId: string }
  | { type: 'cancel-failed'; runId: string; problem: Problem };

const noRun: RunState = {
  stage: 'none',
  runId: undefined,
  files: {},
  live: initialLiveRun,
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
    case 'read-again':
      // While the run continues, its events are newer than the response.
      return isFollowing(state, action.run.id) && hasEnded(action.run)
        ? { ...follow(action.run), live: state.live }
        : state;
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

/** Whether the run is in progress, but no phase after the queue has begun. */
export const isQueued = ({ stage, live }: RunState): boolean => stage === 'following' && !hasBegun(live);

const hasBegun = ({ phases }: LiveRun): boolean =>
  phases.some((p) => p.phase !== 'queued' && p.state !== 'waiting');

/** Whether the run passed, and its confirmation is not known or not decided yet. */
export const awaitsConfirmation = ({ stage, result, confirmation }: RunState): boolean =>
  stage === 'ended' &&
  result?.passed === true &&
  (confirmation === undefined || confirmation.state === 'waiting');

/** Whether a response about cancelling this run still matters: the run may have ended in the meantime. */
const isFollowing = (state: RunState, runId: string): boolean =>
  state.runId === runId && state.stage === 'following';

const hasEnded = ({ status }: KnownRun): boolean => status === 'done' || status === 'cancelled';

function follow(run: KnownRun): RunState {
  return {
    ...noRun,
    stage: hasEnded(run) ? 'ended' : 'following',
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
  const live = applyEvents(state.live, received);
  if (live === state.live) return state;
  const next = {
    ...state,
    live,
    queue: hasBegun(live) ? undefined : state.queue,
  };
  if (live.end === undefined) return next;
  const ended = {
    ...next,
    stage: 'ended',
    isCancelling: false,
    queue: undefined,
    problem: undefined,
  } as const;
  return live.end.kind === 'result'
    ? { ...ended, result: live.end.result }
    : { ...ended, wasCancelled: true };
}
