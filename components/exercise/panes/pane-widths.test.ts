import { expect, test } from 'vitest';
import { defaultWidths, maxWidth, parseWidths, toggled, withWidth } from './pane-widths.ts';

test.each([
  ['within the limits', { task: 28, outcome: 34 }, 'task', 35, { task: 35, outcome: 34 }],
  ['below the minimum', { task: 28, outcome: 34 }, 'task', 10, { task: 18, outcome: 34 }],
  ['at half the minimum', { task: 28, outcome: 34 }, 'task', 9, { task: 18, outcome: 34 }],
  ['below half the minimum', { task: 28, outcome: 34 }, 'task', 8.9, { task: 0, outcome: 34 }],
  ['so wide that the other gives way', { task: 28, outcome: 34 }, 'outcome', 55, { task: 21, outcome: 55 }],
  ['wider than possible', { task: 28, outcome: 34 }, 'outcome', 90, { task: 18, outcome: 58 }],
  ['next to a collapsed pane', { task: 0, outcome: 34 }, 'outcome', 90, { task: 0, outcome: 76 }],
] as const)('a pane dragged %s', (_name, widths, pane, wanted, expected) => {
  expect(withWidth(widths, pane, wanted)).toEqual(expected);
});

test('a pane that comes back leaves the editor its minimum', () => {
  expect(toggled({ task: 0, outcome: 76 }, 'task')).toEqual({ task: 28, outcome: 48 });
  expect(toggled(defaultWidths, 'outcome')).toEqual({ task: 28, outcome: 0 });
});

test('the largest width leaves the others their minimum', () => {
  expect(maxWidth(defaultWidths, 'task')).toBe(56);
  expect(maxWidth({ task: 28, outcome: 0 }, 'task')).toBe(76);
});

test('stored widths are read, and brought within the limits', () => {
  expect(parseWidths('{"task":30,"outcome":0}')).toEqual({ task: 30, outcome: 0 });
  expect(parseWidths('{"task":90,"outcome":90}')).toEqual({ task: 18, outcome: 58 });
});

test.each([null, '', '[]', '{"task":30}', '{"task":"30","outcome":1}', 'null'])(
  'stored %j is ignored',
  (stored) => {
    expect(parseWidths(stored)).toBeUndefined();
  },
);
