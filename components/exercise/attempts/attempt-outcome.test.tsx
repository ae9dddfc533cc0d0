import type { Attempt } from '@dfm/contracts/page-data';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AttemptOutcome } from './attempt-outcome.tsx';

const axis = { score: 1, max: 1 };
const graded = {
  status: 'graded',
  passed: false,
  score: 40,
  axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  totalBytes: undefined,
} as const;

test.each<[string, Pick<Attempt, 'state' | 'outcome'>]>([
  ['Queued', { state: 'queued' }],
  ['Running', { state: 'running' }],
  ['Cancelled', { state: 'cancelled' }],
  ['Not passed', { state: 'done', outcome: graded }],
  ['No longer readable', { state: 'done' }],
])('%s', (text, attempt) => {
  const html = renderToStaticMarkup(
    <AttemptOutcome attempt={{ runId: 'r', number: 1, createdAt: '2026-01-01', ...attempt }} />,
  );
  expect(html.replaceAll(/<[^>]*>/g, '')).toBe(text);
});
