import type { RubricItem } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { rubricProblems } from './rubric-problems.ts';

const problemsOf = (check: string, options: RubricItem['options']) =>
  rubricProblems({ items: [{ check, points: 1, required: false, options }] });

test.each<[check: string, options: RubricItem['options'], path: string[], message: RegExp]>([
  ['layer-count', { maxLayer: 3 }, ['maxLayer'], /no such option/],
  ['size-budget', { maxMB: 100 }, ['maxMB'], /no such option/],
  ['size-budget', { maxMb: -1 }, ['maxMb'], /not valid/],
  ['structure', { env: { PORT: 8000 } }, ['env', 'PORT'], /not valid/],
  ['root-user', { maxMb: 1 }, ['maxMb'], /no such option/],
])('%s refuses %j', (check, options, path, message) => {
  expect(problemsOf(check, options)).toEqual([
    { check, path, message: expect.stringMatching(message) as string },
  ]);
});

test.each<[check: string, options: RubricItem['options']]>([
  ['layer-count', { maxLayers: 3 }],
  ['size-budget', {}],
  ['structure', { env: { PORT: '8000' } }],
  ['no-such-check', { any: 1 }],
])('near miss: %s accepts %j', (check, options) => {
  expect(problemsOf(check, options)).toEqual([]);
});
