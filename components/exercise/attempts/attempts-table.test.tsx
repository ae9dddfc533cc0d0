import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AttemptsTable } from './attempts-table.tsx';

type Attempt = ComponentProps<typeof AttemptsTable>['attempts'][number];

const points = { score: 3, max: 10 };
const axes = { build: points, size: points, cache: points, security: points, runtime: points };
const attempt = (number: number, graded: NonNullable<Attempt['outcome']>['axes'] | undefined): Attempt => ({
  runId: `run-${number}`,
  number,
  createdAt: '2026-11-22T10:00:00.000Z',
  state: graded === undefined ? 'queued' : 'done',
  outcome: graded && {
    status: 'graded',
    passed: true,
    score: 80,
    axes: graded,
    totalBytes: 1,
  },
});

test.each<[name: string, attempts: Attempt[], shown: boolean]>([
  [
    'an attempt with a GPU axis',
    [attempt(2, undefined), attempt(1, { ...axes, gpu: { score: 7, max: 20 } })],
    true,
  ],
  ['near miss: attempts without one', [attempt(1, axes)], false],
  ['no result yet', [attempt(1, undefined)], false],
])('the GPU axis is a column of %s', (_name, attempts, shown) => {
  const page = renderToStaticMarkup(
    <AttemptsTable slug="x" attempts={attempts} chosen={{ from: undefined, to: undefined }} />,
  );
  expect(page).toContain('>Runtime</th>');
  expect(page.includes('>GPU</th>')).toBe(shown);
  expect(page.includes('>7/20</td>')).toBe(shown);
});
