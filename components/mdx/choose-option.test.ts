import { describe, expect, test } from 'vitest';
import { chooseOption } from './choose-option.ts';

describe('chooseOption', () => {
  test('an option of a question with one answer replaces the one before', () => {
    expect(chooseOption({ one: ['a'], two: ['x'] }, 'one', 'b', false)).toEqual({ one: ['b'], two: ['x'] });
  });

  test('options of a question with several answers are added in the order of the clicks', () => {
    const first = chooseOption({}, 'one', 'b', true);
    expect(chooseOption(first, 'one', 'a', true)).toEqual({ one: ['b', 'a'] });
  });

  test('a second click on one of several options takes it back', () => {
    expect(chooseOption({ one: ['a', 'b'] }, 'one', 'a', true)).toEqual({ one: ['b'] });
  });
});
