import type { ResultDocument, RunEvent } from '@dfm/contracts';
import { describe, expect, test } from 'vitest';
import {
  awaitsConfirmation,
  initialRunState,
  isBusy,
  isQueued,
  reduceRun,
  waitsForRunner,
  type KnownRun,
  type RunAction,
  type RunState,
} from './run-state.ts';

const result = { version: 1, status: 'graded', headline: 'Builds.' } as ResultDocument;
const known = (status: KnownRun['status'], id = 'r1'): KnownRun => ({
  id,
  status,
  files: { Dockerfile: 'FROM a' },
  ...(status === 'done' ? { result } : {}),
});
const after = (start: RunState, ...actions: RunAction[]): RunState => actions.reduce(reduceRun, start);
const none = initialRunState(undefined);
const events = (runId: string, ...list: RunEvent[]): RunAction => ({
  type: 'events',
  runId,
  received: list.map((event, i) => ({ seq: i + 1, receivedAtMs: 1_000, event })),
});
const submit: RunAction = { type: 'submit', files: { Dockerfile: 'FROM b' } };

describe('starting', () => {
  test('a double click submits once', () => {
    const first = after(none, submit);
    expect(first.stage).toBe('submitting');
    expect(after(first, { type: 'submit', files: { Dockerfile: 'other' } })).toBe(first);
  });
  test('a run in progress is not replaced by another submit', () => {
    const running = after(none, submit, { type: 'follow', run: known('queued') });
    expect(after(running, submit)).toBe(running);
  });
  test('a refusal after a run keeps the verdict and the log of that run', () => {
    const done = after(
      initialRunState(known('done')),
      events('r1', { type: 'log', atMs: 1, source: 'cold-build', stream: 'stdout', text: 'x\n' }),
    );
    const problem = { code: 'offline', message: 'Offline.' };
    expect(after(done, submit, { type: 'refused', problem })).toEqual({ ...done, problem });
  });
  test('the result of the last run is known until the next one has its own', () => {
    const next = after(
      initialRunState(known('done')),
      submit,
      { type: 'submitted', run: known('queued', 'r2') },
      { type: 'cancel' },
      { type: 'cancelled', runId: 'r2' },
    );
    expect(next).toMatchObject({ stage: 'ended', result: undefined, latestResult: result });
    const newer = { ...result, headline: 'Starts.' };
    expect(
      after(
        next,
        submit,
        { type: 'submitted', run: known('queued', 'r3') },
        events('r3', { type: 'result', atMs: 5, result: newer }),
      ),
    ).toMatchObject({ result: newer, latestResult: newer });
  });
  test('near miss: after the end, another run can start, with nothing left of the first', () => {
    const next = after(initialRunState(known('done')), submit);
    expect(next).toMatchObject({
      stage: 'submitting',
      runId: undefined,
      result: undefined,
      files: { Dockerfile: 'FROM b' },
    });
  });
  test('a refusal has a reason and lets the learner try again', () => {
    const refused = after(none, submit, {
      type: 'refused',
      problem: { code: 'no-runner', message: 'No runner.' },
    });
    expect(refused.problem?.message).toBe('No runner.');
    expect(isBusy(refused)).toBe(false);
    expect(after(refused, submit).problem).toBeUndefined();
  });
});

describe('following', () => {
  test('the result ends it', () => {
    const ended = after(
      none,
      submit,
      { type: 'follow', run: known('queued') },
      events('r1', { type: 'result', atMs: 5, result }),
    );
    expect(ended).toMatchObject({ stage: 'ended', result, wasCancelled: false });
  });
  test('events of another run are ignored', () => {
    const following = initialRunState(known('running'));
    expect(after(following, events('r0', { type: 'result', atMs: 5, result }))).toBe(following);
    const queue = { place: 2, runners: 1, lacks: [] };
    expect(after(following, { type: 'queue-position', runId: 'r0', queue })).toBe(following);
  });
  test('a finished run shows its verdict immediately and still accepts its log', () => {
    const opened = initialRunState(known('done'));
    expect(opened).toMatchObject({ stage: 'ended', result });
    expect(
      after(
        opened,
        events('r1', { type: 'log', atMs: 1, source: 'cold-build', stream: 'stdout', text: 'x\n' }),
      ).live.log.lines,
    ).toHaveLength(1);
  });
  test('the queue position is removed when work begins, the usual duration stays', () => {
    const position: RunAction = {
      type: 'queue-position',
      runId: 'r1',
      queue: { place: 2, runners: 1, lacks: [] },
    };
    const queued = after(initialRunState(known('queued'), 61_000), position);
    expect(queued.queue?.place).toBe(2);
    expect(
      after(queued, events('r1', { type: 'phase', atMs: 0, phase: 'queued', state: 'done' })).queue?.place,
    ).toBe(2);
    const begun = after(queued, events('r1', { type: 'phase', atMs: 1, phase: 'sandbox', state: 'started' }));
    expect(begun).toMatchObject({ queue: undefined, usualMs: 61_000 });
    expect(after(begun, position), 'a position that was sent before').toBe(begun);
  });
});

const positions = (...runners: number[]) =>
  runners.map((connected) => ({
    type: 'queue-position' as const,
    runId: 'r1',
    queue: { place: 1, runners: connected, lacks: [] },
  }));

test.each<[name: string, actions: RunAction[], expected: boolean]>([
  ['three positions in a row', positions(0, 0, 0), true],
  ['near miss: a runner that is missing for a moment', positions(0, 0, 1), false],
  ['near miss: one that disappears again', positions(0, 0, 1, 0, 0), false],
  [
    'near miss: a runner that is still being prepared',
    positions(0, 0, 0).map((position) => ({
      ...position,
      queue: {
        place: 1,
        runners: 0,
        lacks: [],
        preparation: { progress: undefined, base: undefined, failure: undefined },
      },
    })),
    false,
  ],
])('no runner is connected: %s', (_name, actions, expected) =>
  expect(waitsForRunner(after(initialRunState(known('queued')), ...actions))).toBe(expected),
);

test.each<[name: string, state: RunState, expected: boolean]>([
  ['a run that no runner has claimed', initialRunState(known('queued')), true],
  [
    'a run that left the queue before its first phase',
    after(
      initialRunState(known('running')),
      events('r1', { type: 'phase', atMs: 0, phase: 'queued', state: 'done' }),
    ),
    true,
  ],
  [
    'near miss: a run whose sandbox is being started',
    after(
      initialRunState(known('running')),
      events('r1', { type: 'phase', atMs: 0, phase: 'sandbox', state: 'started' }),
    ),
    false,
  ],
  ['near miss: a run that has ended', initialRunState(known('done')), false],
  ['no run', none, false],
])('the position in the queue is shown: %s', (_name, state, expected) =>
  expect(isQueued(state)).toBe(expected),
);

const passedRun: KnownRun = { ...known('done'), result: { ...result, passed: true } };

test.each<[name: string, run: KnownRun, expected: boolean]>([
  ['a run that passed', passedRun, true],
  ['a run that is being confirmed', { ...passedRun, confirmation: { state: 'waiting' } }, true],
  [
    'near miss: a confirmed run',
    { ...passedRun, confirmation: { state: 'confirmed', runId: 'r2', score: 90 } },
    false,
  ],
  ['near miss: a run that did not pass', { ...passedRun, result: { ...result, passed: false } }, false],
  ['near miss: a run in progress', { ...passedRun, status: 'running' }, false],
])('the confirmation is polled: %s', (_name, run, expected) =>
  expect(awaitsConfirmation(initialRunState(run))).toBe(expected),
);

describe('cancelling', () => {
  test('is shown immediately and ends with the event', () => {
    const cancelling = after(initialRunState(known('running')), { type: 'cancel' });
    expect(cancelling).toMatchObject({ stage: 'following', isCancelling: true });
    expect(after(cancelling, events('r1', { type: 'cancelled', atMs: 9 }))).toMatchObject({
      stage: 'ended',
      isCancelling: false,
      wasCancelled: true,
      result: undefined,
    });
  });
  test("the site's response ends it, before the event", () => {
    const cancelled = after(
      initialRunState(known('running')),
      { type: 'cancel' },
      { type: 'cancelled', runId: 'r1' },
    );
    expect(cancelled).toMatchObject({ stage: 'ended', isCancelling: false, wasCancelled: true });
    expect(after(cancelled, events('r1', { type: 'cancelled', atMs: 9 }))).toMatchObject({
      stage: 'ended',
      wasCancelled: true,
    });
  });
  test('pressed while the files are being sent, it applies to the run that they start', () => {
    const pressed = after(none, submit, { type: 'cancel' });
    expect(pressed).toMatchObject({ stage: 'submitting', isCancelling: true });
    expect(after(pressed, { type: 'submitted', run: known('queued') })).toMatchObject({
      stage: 'following',
      runId: 'r1',
      isCancelling: true,
    });
  });
  test('near miss: it does not apply to the run of another tab, or to files that were refused', () => {
    const pressed = after(none, submit, { type: 'cancel' });
    expect(after(pressed, { type: 'follow', run: known('running') }).isCancelling).toBe(false);
    expect(
      after(pressed, { type: 'refused', problem: { code: 'no-runner', message: 'No runner.' } }).isCancelling,
    ).toBe(false);
  });
  test('a verdict that arrived first stays, whatever the response to the cancellation', () => {
    const ended = after(
      initialRunState(known('running')),
      { type: 'cancel' },
      events('r1', { type: 'result', atMs: 5, result }),
    );
    expect(
      after(ended, { type: 'cancel-failed', runId: 'r1', problem: { code: 'conflict', message: 'Ended.' } }),
    ).toBe(ended);
    expect(after(ended, { type: 'cancelled', runId: 'r1' })).toBe(ended);
  });
  test('the problem of a cancellation that came too late is removed by the verdict', () => {
    const late = after(
      initialRunState(known('running')),
      { type: 'cancel' },
      { type: 'cancel-failed', runId: 'r1', problem: { code: 'conflict', message: 'Ended.' } },
    );
    expect(after(late, events('r1', { type: 'result', atMs: 5, result }))).toMatchObject({
      stage: 'ended',
      result,
      problem: undefined,
    });
  });
  test('near miss: a response about an earlier run changes nothing', () => {
    const running = initialRunState(known('running'));
    expect(after(running, { type: 'cancelled', runId: 'r0' })).toBe(running);
    expect(
      after(running, {
        type: 'cancel-failed',
        runId: 'r0',
        problem: { code: 'offline', message: 'Offline.' },
      }),
    ).toBe(running);
  });
  test('a cancellation that fails can be retried', () => {
    const failed = after(
      initialRunState(known('running')),
      { type: 'cancel' },
      { type: 'cancel-failed', runId: 'r1', problem: { code: 'offline', message: 'Offline.' } },
    );
    expect(failed).toMatchObject({ stage: 'following', isCancelling: false, problem: { code: 'offline' } });
    expect(after(failed, { type: 'cancel' })).toMatchObject({ isCancelling: true, problem: undefined });
  });
  test('a run that has ended is not cancelling', () => {
    expect(after(initialRunState(known('done')), { type: 'cancel' }).isCancelling).toBe(false);
  });
});

describe('a run that was read again', () => {
  const readAgain = (run: KnownRun): RunAction => ({ type: 'read-again', run });
  const running = after(
    initialRunState(known('running')),
    events('r1', { type: 'log', atMs: 1, source: 'cold-build', stream: 'stdout', text: 'x\n' }),
  );
  test('ends if it has ended, and keeps its log', () => {
    const ended = after(running, readAgain(known('done')));
    expect(ended).toMatchObject({ stage: 'ended', result });
    expect(ended.live).toBe(running.live);
    expect(after(running, readAgain(known('cancelled')))).toMatchObject({
      stage: 'ended',
      wasCancelled: true,
    });
  });
  test('ends without a verdict if its result cannot be read', () => {
    expect(after(running, readAgain({ ...known('done'), result: undefined }))).toMatchObject({
      stage: 'ended',
      result: undefined,
      wasCancelled: false,
    });
  });
  test('near miss: it continues, it is a different run, or it has its verdict', () => {
    const done = initialRunState(known('done'));
    expect(after(running, readAgain(known('running')))).toBe(running);
    expect(after(running, readAgain(known('done', 'r0')))).toBe(running);
    expect(after(done, readAgain(known('done')))).toBe(done);
  });
});

describe('a run that can no longer be followed', () => {
  const problem = { code: 'unauthenticated', message: 'Your session has ended.' };
  test('ends the wait and shows the reason', () => {
    expect(
      after(initialRunState(known('running')), { type: 'unavailable', runId: 'r1', problem }),
    ).toMatchObject({
      stage: 'none',
      runId: undefined,
      problem,
    });
  });
  test('near miss: another run, or one that has its verdict', () => {
    const [running, done] = [initialRunState(known('running')), initialRunState(known('done'))];
    expect(after(running, { type: 'unavailable', runId: 'r0', problem })).toBe(running);
    expect(after(done, { type: 'unavailable', runId: 'r1', problem })).toBe(done);
  });
});

test('refused files do not affect a run in progress', () => {
  const problem = { code: 'too-large', message: 'Too large.' };
  const running = initialRunState(known('running'));
  expect(after(running, { type: 'refused', problem })).toBe(running);
  expect(after(initialRunState(known('done')), { type: 'refused', problem })).toMatchObject({
    stage: 'ended',
    result,
    problem,
  });
});

test('the usual duration is known before, during and after a run', () => {
  const before = initialRunState(undefined, 61_000);
  const submitted = after(before, submit, { type: 'submitted', run: known('queued') });
  expect([before.usualMs, after(before, submit).usualMs, submitted.usualMs]).toEqual([
    61_000, 61_000, 61_000,
  ]);
});

describe('the connection', () => {
  const connection = (now: 'open' | 'lost'): RunAction => ({ type: 'connection', connection: now });
  const running = initialRunState(known('running'));
  test('that returns is reported until it is lost again', () => {
    const restored = after(running, connection('open'), connection('lost'), connection('open'));
    expect(restored.connection).toBe('restored');
    expect(after(restored, connection('open')).connection).toBe('restored');
    expect(after(restored, connection('lost')).connection).toBe('lost');
  });
  test('near miss: it opens for the first time', () => {
    expect(after(running, connection('open')).connection).toBe('open');
  });

  const offline = { code: 'offline', message: 'Offline.' };
  test.each<[name: string, state: RunState, hint: string]>([
    [
      'files that were not submitted',
      after(none, submit, { type: 'refused', problem: offline }),
      'press Run again',
    ],
    [
      'a run that was not cancelled',
      after(running, { type: 'cancel' }, { type: 'cancel-failed', runId: 'r1', problem: offline }),
      'press Cancel again',
    ],
  ])('after it returns, the learner is told what to do about %s', (_name, state, hint) => {
    expect(after(state, { type: 'online' }).problem?.message).toContain(hint);
  });
  test('near miss: a problem that is not about the connection stays', () => {
    const refused = after(none, { type: 'refused', problem: { code: 'too-large', message: 'Large.' } });
    expect(after(refused, { type: 'online' })).toBe(refused);
  });
});
