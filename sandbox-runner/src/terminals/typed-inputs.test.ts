import { expect, test } from 'vitest';
import { TypedInputs } from './typed-inputs.ts';

test('the last input of each page is known', () => {
  const typed = new TypedInputs();
  typed.record('a', 1);
  typed.record('a', 2);
  typed.record('b', 7);
  expect([typed.lastOf('a'), typed.lastOf('b'), typed.lastOf('c')]).toEqual([2, 7, 0]);
});

test('only the pages that typed last are remembered', () => {
  const typed = new TypedInputs();
  for (let page = 0; page < 64; page++) typed.record(`page ${page}`, 1);
  typed.record('page 0', 2);
  typed.record('one more', 1);
  expect([typed.lastOf('page 0'), typed.lastOf('page 1'), typed.lastOf('page 2')]).toEqual([2, 0, 1]);
});
