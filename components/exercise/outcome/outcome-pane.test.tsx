import type { ExercisePage } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { initialRunState, reduceRun, type KnownRun, type RunState } from '../run/run-state.ts';
import { EndedRun } from './ended-run.tsx';
import { OutcomePane } from './outcome-pane.tsx';

const exercise: ExercisePage = {
  slug: 'small-service',
  title: 'Small service',
  summary: '',
  minutes: 5,
  files: [],
  hiddenFiles: [],
  hints: [],
  scenarios: {},
  passScore: 80,
  hasBoard: false,
};

const render = (state: RunState) =>
  renderToStaticMarkup(
    <OutcomePane
      exercise={exercise}
      state={state}
      hasRunner
      next={undefined}
      earlier={undefined}
      link={{}}
      isStale={false}
    />,
  );

const ended = (status: KnownRun['status']) =>
  renderToStaticMarkup(
    <EndedRun
      exercise={exercise}
      state={initialRunState({ id: 'r', status, files: {} })}
      next={undefined}
      earlier={undefined}
      link={{}}
      isStale={false}
    />,
  );
const message = 'this version of the site can no longer read';

test('the result of a run that is done and cannot be read is reported', () => {
  expect(ended('done')).toContain(message);
});

test('near miss: a run that was cancelled', () => {
  expect(ended('cancelled')).not.toContain(message);
});

test('before the first run, its usual duration is shown if one is known', () => {
  expect(render(initialRunState(undefined, 61_000))).toContain('usually takes about 1 min');
  expect(render(initialRunState(undefined))).not.toContain('usually takes');
});

test.each<[name: string, before: RunState, title: string]>([
  ['a submission', initialRunState(undefined), 'The run did not start'],
  [
    'a submission after a run',
    initialRunState({ id: 'r', status: 'done', files: {} }),
    'The run did not start',
  ],
  ['a cancellation', initialRunState({ id: 'r', status: 'running', files: {} }), 'The run was not cancelled'],
])('the problem of %s has its title', (_name, before, title) => {
  const problem = { code: 'offline', message: 'Offline.' };
  const failed =
    before.stage === 'following'
      ? reduceRun(before, { type: 'cancel-failed', runId: 'r', problem })
      : reduceRun(reduceRun(before, { type: 'submit', files: {} }), { type: 'refused', problem });
  expect(render(failed)).toContain(title);
});
