import { expect, test } from 'vitest';
import { byText } from './by-text.ts';

test('a text is computed once, and again after other texts of the same name took its place', () => {
  const made: string[] = [];
  const lengthOf = byText<number>(2);
  const of = (name: string, text: string) =>
    lengthOf(name, text, () => {
      made.push(`${name} ${text}`);
      return text.length;
    });
  expect([of('a', 'x'), of('a', 'xx'), of('a', 'x'), of('b', 'x')]).toEqual([1, 2, 1, 1]);
  expect(made).toEqual(['a x', 'a xx', 'b x']);
  of('a', 'xxx');
  expect(of('a', 'x')).toBe(1);
  expect(made).toEqual(['a x', 'a xx', 'b x', 'a xxx']);
  expect(of('a', 'xx')).toBe(2);
  expect(made.at(-1)).toBe('a xx');
});
