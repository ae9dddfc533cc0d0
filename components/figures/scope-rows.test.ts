import { expect, test } from 'vitest';
import { scopeCases, scopeVariable } from './scope-cases.ts';
import { scopeOf } from './scope-rows.ts';

const value = { value: '3.11-slim-bookworm' };

test.each([
  [
    'Above FROM',
    [
      [1, undefined],
      [2, value],
      [3, 'unset'],
      [5, value],
      [6, 'unset'],
      [7, undefined],
    ],
    [],
    undefined,
  ],
  [
    'Also in one stage',
    [
      [1, undefined],
      [2, value],
      [3, undefined],
      [4, value],
      [6, value],
      [7, 'unset'],
      [8, undefined],
    ],
    [],
    undefined,
  ],
  [
    'In each stage',
    [
      [1, undefined],
      [2, value],
      [3, undefined],
      [4, value],
      [6, value],
      [7, undefined],
      [8, value],
      [9, undefined],
    ],
    [[8, 'history']],
    undefined,
  ],
  [
    'Passed to ENV',
    [
      [1, undefined],
      [2, value],
      [3, 'unset'],
      [5, value],
      [6, undefined],
      [7, value],
      [8, value],
      [9, undefined],
    ],
    [
      [7, 'config'],
      [8, 'history'],
    ],
    value.value,
  ],
])('%s', (label, seen, kept, inContainer) => {
  const scope = scopeOf(scopeCases.find((one) => one.label === label)!.dockerfile, scopeVariable);
  expect(scope.rows.map((row) => [row.line, row.seen])).toEqual(seen);
  expect(scope.rows.filter((row) => row.kept).map((row) => [row.line, row.kept])).toEqual(kept);
  expect(scope.inContainer).toBe(inContainer);
});

test('a stage built FROM another stage has the variables that stage declares', () => {
  expect(scopeOf('FROM a AS one\nARG X=1\nFROM one\nRUN echo $X', 'X').rows.at(-1)?.seen).toEqual({
    value: '1',
  });
});
