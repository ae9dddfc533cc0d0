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
  /** The newest result that this page has seen: while a run is in progress, that of an earlier run. */
  latestResult: ResultDocument | undefined;
  /** While files are being submitted: the state before, which a refused submission returns to. */
  before: RunState | undefined;
  wasCancelled: boolean;
  /** Cancel was pressed, and the site has not responded or does not know the run yet. */
  isCancelling: boolean;
  /** `restored`: open again after it was lost. */
  connection: 'connecting' | 'open' | 'lost' | 'restored';
  queue: QueuePosition | undefined;
  /** Consecutive positions without a runner that could take the run, now or after a preparation. */
  positionsWithoutRunner: number;
  confirmation: Confirmation | undefined;
  /** How long runs of the exercise usually take, in milliseconds; undefined if none has been graded. */
  usualMs: number | undefined;
  problem: Problem | undefined;
}

export type RunAction =
  | { type: 'submit'; files: Readonly<SubmittedFiles> }
  | { type: 'refused'; problem: Problem }
  | { type: 'submitted'; run: KnownRun }
  | { type: 'follow'; run: KnownRun }
  | { type: 'events'; runId: string; received: readonly ReceivedEvent[] }
  | { type: 'connection'; connection: 'open' | 'lost' }
  | { type: 'online' }
  | { type: 'queue-position'; runId: string; queue: QueuePosition }
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
  latestResult: undefined,
  before: undefined,
  wasCancelled: false,
  isCancelling: false,
  connection: 'connecting',
  queue: undefined,
  positionsWithoutRunner: 0,
  confirmation: undefined,
  usualMs: undefined,
  problem: undefined,
};

/** The initial state of a page that knows this run (or none). @param usualMs as in `RunState` */
export function initialRunState(run: KnownRun | undefined, usualMs?: number): RunState {
  const none = { ...noRun, usualMs };
  return run === undefined ? none : follow(run, none);
}

export function reduceRun(state: RunState, action: RunAction): RunState {
  switch (action.type) {
    case 'submit':
      // A second press while a run is in progress starts nothing.
      return isBusy(state)
        ? state
        : {
            ...withoutRun(state),
            stage: 'submitting',
            files: action.files,
            before: state,
          };
    case 'refused':
      return state.stage === 'following' ? state : { ...(state.before ?? state), problem: action.problem };
    case 'read-again':
      // While the run continues, its events are newer than the response.
      return isFollowing(state, action.run.id) && hasEnded(action.run)
        ? { ...follow(action.run, state), live: state.live }
        : state;
    case 'unavailable':
      return action.runId === state.runId && isBusy(state)
        ? { ...withoutRun(state), problem: action.problem }
        : state;
    case 'submitted':
      // Cancel may have been pressed while the files were being sent.
      return { ...follow(action.run, state), isCancelling: state.isCancelling };
    case 'follow':
      return follow(action.run, state);
    case 'events':
      return action.runId === state.runId ? withEvents(state, action.received) : state;
    case 'connection':
      return { ...state, connection: connectionAfter(state, action.connection) };
    case 'online':
      return state.problem?.code === 'offline' ? { ...state, problem: onlineAgain(state) } : state;
    case 'queue-position':
      return action.runId === state.runId && isQueued(state)
        ? {
            ...state,
            queue: action.queue,
            positionsWithoutRunner: lacksRunner(action.queue) ? state.positionsWithoutRunner + 1 : 0,
          }
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

/**
 * Whether the run waits for a runner that is not connected. One position is not enough, because a runner that
 * restarts or has just been prepared is missing for a moment.
 */
export const waitsForRunner = ({ positionsWithoutRunner }: RunState): boolean => positionsWithoutRunner >= 3;

const lacksRunner = (queue: QueuePosition | undefined): boolean =>
  queue?.runners === 0 && queue.preparation === undefined;

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

/** After a submission or a cancellation that did not reach the site. */
function onlineAgain({ stage }: RunState): Problem {
  return {
    code: 'online-again',
    message: `The connection is back. ${
      stage === 'following'
        ? 'The run was not cancelled. To cancel it, press Cancel again.'
        : 'Your files were not submitted. To submit them, press Run again.'
    }`,
  };
}

function connectionAfter({ connection }: RunState, now: 'open' | 'lost'): RunState['connection'] {
  return now === 'open' && (connection === 'lost' || connection === 'restored') ? 'restored' : now;
}

/** What stays known when another run replaces that of the state. */
function withoutRun({ latestResult, usualMs }: RunState): RunState {
  return { ...noRun, latestResult, usualMs };
}

function follow(run: KnownRun, before: RunState): RunState {
  return {
    ...noRun,
    stage: hasEnded(run) ? 'ended' : 'following',
    runId: run.id,
    files: run.files,
    result: run.result,
    latestResult: run.result ?? before.latestResult,
    wasCancelled: run.status === 'cancelled',
    queue: run.queue,
    confirmation: run.confirmation,
    usualMs: run.usualMs ?? before.usualMs,
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
    ? { ...ended, result: live.end.result, latestResult: live.end.result }
    : { ...ended, wasCancelled: true };
}
