import { expect, test } from 'vitest';
import { yamlLines } from './yaml-lines.ts';

const text =
  'title: One\nminutes: 5\nhints:\n  - >-\n    Two\n    lines\n  - { failed: [base-tag], text: One }\n';

test.each([
  ['a value', 'One', 1],
  ['a key', 'minutes', 2],
  ['a folded text, at its first line', 'Two lines', 4],
  ['a value in braces', 'base-tag', 7],
  ['a missing value', 'Two', undefined],
])('%s', (_name, value, line) => expect(yamlLines(text)(value)).toBe(line));

test('works for a part of a file', () => expect(yamlLines(text, 2)('minutes')).toBe(3));
