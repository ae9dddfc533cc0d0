import { expect, test } from 'vitest';
import { yamlLines } from './yaml-lines.ts';

const text =
  'title: One\nminutes: 5\nhints:\n  - >-\n    Two\n    lines\n  - { failed: [base-tag], text: One }\n';

test.each([
  ['a value', 'One', 1],
  ['a key', 'minutes', 2],
  ['a folded text, where it begins', 'Two lines', 4],
  ['what stands in braces', 'base-tag', 7],
  ['what is not there', 'Two', undefined],
])('%s', (_name, value, line) => expect(yamlLines(text)(value)).toBe(line));

test('of a part of a file', () => expect(yamlLines(text, 2)('minutes')).toBe(3));
