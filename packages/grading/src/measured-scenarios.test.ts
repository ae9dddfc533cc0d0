import type { RubricItem } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { measuredScenarios } from './measured-scenarios.ts';

test('only a check that measures releases names scenarios', () => {
  const item = (check: string, options: RubricItem['options']) => ({
    check,
    points: 1,
    required: false,
    options,
  });
  const items = [
    item('release-size', { maxMb: { edit: 1, 'other-target': 2 } }),
    item('size-budget', { maxMb: 100 }),
    item('no-such-check', { maxMb: { third: 1 } }),
  ];
  expect([...measuredScenarios({ items })]).toEqual(['edit', 'other-target']);
  expect(measuredScenarios({ items: items.slice(1) }).size).toBe(0);
});
