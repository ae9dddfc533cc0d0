import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { applyEvents, initialLiveRun, type ReceivedEvent } from '../run/live-run.ts';
import { LiveBuilds } from './live-builds.tsx';

type State = 'ran' | 'cancelled' | 'failed';
const render = (build: string, states: readonly State[]) => {
  const events = states.map((state, index): ReceivedEvent => ({
    seq: index + 1,
    receivedAtMs: 0,
    event: { type: 'step', atMs: 10, build, key: `${index}`, stage: '', name: `RUN ${index}`, state, ms: 5 },
  }));
  return renderToStaticMarkup(
    <LiveBuilds live={applyEvents(initialLiveRun, events)} scenarios={{ edit: 'An edit' }} link={{}} />,
  );
};

test.each<[name: string, build: string, states: State[], expected: boolean]>([
  ['a replay that was stopped', 'edit', ['ran', 'cancelled'], true],
  ['near miss: a replay that was not', 'edit', ['ran', 'ran'], false],
  ['near miss: a replay in which another step failed', 'edit', ['failed', 'cancelled'], false],
  ['near miss: the first build', 'cold', ['ran', 'cancelled'], false],
])('%s is shown as stopped early: %s', (_name, build, states, expected) => {
  expect(render(build, states).includes('Stopped early: the rest cannot change the verdict.')).toBe(expected);
});
