import type { ReplayResult, ResultDocument } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { renderResult } from './render-result.ts';

const axis = { score: 0, max: 0 };
const step = (line: number, cached: boolean) => ({
  line,
  stage: 'stage-0',
  name: 'RUN x',
  cached,
  ms: 40,
  bytes: 0,
});
const replay: ReplayResult = {
  scenario: 'edit',
  title: 'A line is added',
  totalMs: 1_870,
  firstMissLine: 3,
  steps: [step(2, true), step(3, false), { ...step(4, false), firstBuildMs: 12_340 }],
};
const shown = (edit: ReplayResult) => {
  const result: ResultDocument = {
    version: 1,
    exercise: 'x',
    status: 'graded',
    passed: false,
    score: 0,
    headline: 'Builds.',
    axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
    checks: [],
    replay: [edit],
    timings: { totalMs: 1 },
    notices: [],
  };
  return renderResult(result, (_format, text) => text)
    .split('\n')
    .filter((line) => /cached|stopped/.test(line));
};

test('a stopped replay shows its time until then, and what the remaining steps took in the first build', () => {
  const row = '  A line is added                          1.9 s  1 of 3 steps cached  cache lost at line 3';
  expect(shown(replay)).toEqual([row]);
  expect(shown({ ...replay, stopped: { repeatsMs: 12_340 } })).toEqual([
    row,
    expect.stringMatching(/^ {50}stopped: the remaining steps took 12 s in the first build$/),
  ]);
});
