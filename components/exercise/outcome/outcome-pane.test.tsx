import type { ExercisePage } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { initialRunState, type KnownRun } from '../run/run-state.ts';
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

const shown = (status: KnownRun['status']) =>
  renderToStaticMarkup(
    <OutcomePane
      exercise={exercise}
      state={initialRunState({ id: 'r', status, files: {} })}
      isQueued={false}
      hasRunner
      next={undefined}
      link={{}}
      isStale={false}
    />,
  );

const message = 'this version of the site can no longer read';

test('the result of a run that is done and cannot be read is reported', () => {
  expect(shown('done')).toContain(message);
});

test.each(['queued', 'running', 'cancelled'] as const)('near miss: a run that is %s', (status) => {
  expect(shown(status)).not.toContain(message);
});
