import type { Finding, Phase, ResultDocument, RunEvent } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { runPhases } from '@dfm/contracts/run-phases';
import { visibleTexts } from '@dfm/contracts/visible-text';
import { appendLog, emptyLog, type LogBuffer, type LogEntry } from '../log/log-buffer.ts';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/**
 * An event as received from the stream. `seq` increases within a run, possibly with gaps. `receivedAtMs` is
 * the browser's clock.
 */
export interface ReceivedEvent {
  seq: number;
  receivedAtMs: number;
  event: RunEvent;
}

export interface PhaseView {
  phase: Phase;
  state: 'waiting' | 'running' | 'done' | 'failed';
  startedMs: number | undefined;
  endedMs: number | undefined;
  message: string | undefined;
}

interface StepView {
  key: string;
  line: number | undefined;
  stage: string;
  name: string;
  state: Of<'step'>['state'];
  /** Milliseconds since the start of the attempt. */
  startMs: number;
  /** Undefined while the step is running. */
  endMs: number | undefined;
  /** For a cached step from the course's prebuilt layers: how long it took when they were built. */
  courseMs?: number | undefined;
}

export interface BuildView {
  /** `cold` or the id of an edit scenario. */
  build: string;
  steps: readonly StepView[];
}

interface ProbeView {
  name: string;
  ok: boolean;
  message: string;
}

/** Everything that a browser shows of a run, derived from its events alone. */
export interface LiveRun {
  lastSeq: number;
  /** 1 for the first attempt. If an attempt is lost, the next one starts over. */
  attempt: number;
  /**
   * The browser's clock at the start of the attempt, as precisely as the events allow. Bars of running steps
   * are drawn relative to it.
   */
  epochMs: number | undefined;
  phases: readonly PhaseView[];
  builds: readonly BuildView[];
  probes: readonly ProbeView[];
  findings: readonly Finding[];
  notices: readonly string[];
  log: LogBuffer;
  end: { kind: 'result'; result: ResultDocument } | { kind: 'cancelled' } | undefined;
}

const waiting = (phase: Phase): PhaseView => ({
  phase,
  state: 'waiting',
  startedMs: undefined,
  endedMs: undefined,
  message: undefined,
});
const freshAttempt = {
  phases: runPhases.map(waiting),
  builds: [],
  probes: [],
  findings: [],
  notices: [],
  epochMs: undefined,
};

export const initialLiveRun: LiveRun = {
  lastSeq: 0,
  attempt: 1,
  ...freshAttempt,
  log: emptyLog,
  end: undefined,
};

/**
 * Applies a batch of events. An event at or below the last sequence number was already seen (a resumed stream
 * may repeat events) and is ignored. Nothing changes after the end of the run.
 */
export function applyEvents(live: LiveRun, received: readonly ReceivedEvent[]): LiveRun {
  let next = live;
  let pending: LogEntry[] = [];
  for (const { seq, receivedAtMs, event: original } of received) {
    if (seq <= next.lastSeq || next.end !== undefined) continue;
    const event = shownEvent(original);
    next = { ...next, lastSeq: seq };
    if (event.type === 'log')
      pending.push({ source: event.source, key: event.key, stream: event.stream, text: event.text });
    else {
      if (event.type === 'step' && !isKnown(next, event))
        pending.push({ source: 'step', key: undefined, stream: 'stdout', text: `${heading(event)}\n` });
      if (event.type === 'retry')
        pending.push({ source: 'note', key: undefined, stream: 'stderr', text: `${event.message}\n` });
      next = applyEvent(next, event);
    }
    if (event.type !== 'retry')
      next = { ...next, epochMs: Math.min(next.epochMs ?? Infinity, receivedAtMs - event.atMs) };
  }
  return pending.length === 0 ? next : { ...next, log: appendLog(next.log, pending) };
}

/**
 * Names and messages may quote a build or an image, so control characters in them are made visible. The log
 * makes its own text inert, and a result stays unchanged until it is shown.
 */
function shownEvent(event: RunEvent): RunEvent {
  return event.type === 'log' || event.type === 'result' ? event : visibleTexts(event);
}

const isKnown = (live: LiveRun, { build, key }: Of<'step'>): boolean =>
  live.builds.some((b) => b.build === build && b.steps.some((s) => s.key === key));

/** The heading of a step in the log, above anything it prints. */
function heading({ build, line, name, state, courseMs }: Of<'step'>): string {
  const place = [build === 'cold' ? '' : `after ${build}`, line === undefined ? '' : `line ${line}`]
    .filter(Boolean)
    .join(', ');
  const text = `${place === '' ? '' : `${place}: `}${name}${state !== 'cached' ? '' : courseMs === undefined ? ' (cached)' : ` (prebuilt; took ${formatDuration(courseMs)})`}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function applyEvent(live: LiveRun, event: Exclude<RunEvent, Of<'log'>>): LiveRun {
  switch (event.type) {
    case 'phase':
      return { ...live, phases: live.phases.map((p) => (p.phase === event.phase ? movePhase(p, event) : p)) };
    case 'step':
      return { ...live, builds: applyStep(live.builds, event) };
    case 'notice':
      return live.notices.includes(event.message)
        ? live
        : { ...live, notices: [...live.notices, event.message] };
    case 'finding':
      return { ...live, findings: [...live.findings, event.finding] };
    case 'probe':
      return {
        ...live,
        probes: [...live.probes, { name: event.name, ok: event.ok, message: event.message }],
      };
    case 'retry':
      return { ...live, ...freshAttempt, attempt: event.attempt, notices: [event.message] };
    case 'result':
      return {
        ...live,
        phases: closePhases(live.phases, event.atMs),
        builds: closeSteps(live.builds, event.atMs),
        end: { kind: 'result', result: event.result },
      };
    case 'cancelled':
      return {
        ...live,
        phases: closePhases(live.phases, event.atMs),
        builds: closeSteps(live.builds, event.atMs),
        end: { kind: 'cancelled' },
      };
  }
}

/**
 * `replay` starts and ends once per scenario, so its phase is reopened and keeps its first start. A late
 * start event does not reopen a phase that has ended.
 */
function movePhase(phase: PhaseView, event: Of<'phase'>): PhaseView {
  const message = event.message ?? (event.scenario === undefined ? phase.message : event.scenario);
  if (event.state === 'started') {
    if (phase.state === 'failed' || (phase.endedMs !== undefined && phase.endedMs > event.atMs)) return phase;
    return {
      ...phase,
      state: 'running',
      startedMs: phase.startedMs ?? event.atMs,
      endedMs: undefined,
      message,
    };
  }
  if (phase.state === 'failed') return phase;
  return {
    ...phase,
    state: event.state,
    startedMs: phase.startedMs ?? event.atMs,
    endedMs: event.atMs,
    message,
  };
}

const settled = (state: StepView['state']): boolean => state !== 'running';

function applyStep(builds: readonly BuildView[], event: Of<'step'>): BuildView[] {
  const known = builds.find((b) => b.build === event.build);
  const build = known ?? { build: event.build, steps: [] };
  const before = build.steps.find((s) => s.key === event.key);
  const step = moveStep(before, event);
  const steps =
    before === undefined ? [...build.steps, step] : build.steps.map((s) => (s === before ? step : s));
  return known === undefined
    ? [...builds, { ...build, steps }]
    : builds.map((b) => (b === known ? { ...b, steps } : b));
}

function moveStep(before: StepView | undefined, event: Of<'step'>): StepView {
  const startMs = before?.startMs ?? Math.max(0, event.atMs - (event.ms ?? 0));
  const base = {
    key: event.key,
    line: event.line ?? before?.line,
    stage: event.stage,
    name: event.name,
    courseMs: event.courseMs,
  };
  if (!settled(event.state))
    return before !== undefined && settled(before.state)
      ? before
      : { ...base, state: 'running', startMs, endMs: undefined };
  return {
    ...base,
    state: event.state,
    startMs,
    endMs: event.ms === undefined ? event.atMs : startMs + event.ms,
  };
}

function closePhases(phases: readonly PhaseView[], atMs: number): PhaseView[] {
  return phases.map((p) => (p.state === 'running' ? { ...p, state: 'done', endedMs: atMs } : p));
}

function closeSteps(builds: readonly BuildView[], atMs: number): BuildView[] {
  return builds.map((b) => ({
    ...b,
    steps: b.steps.map((s) => (settled(s.state) ? s : { ...s, state: 'cancelled', endMs: atMs })),
  }));
}

/** The phase to show in a status line: the one that is running, or the one that failed. */
export function currentPhase(live: LiveRun): PhaseView | undefined {
  return live.phases.findLast((p) => p.state === 'running' || p.state === 'failed');
}
