import { expect, test } from 'vitest';
import { isInFrom } from './instruction-at.ts';

test.each([
  ['a FROM line', 'FROM python:3', 1, true],
  ['lower case', 'from python:', 1, true],
  ['a continued FROM', 'FROM \\\n  python:', 2, true],
  ['near miss: the line after FROM', 'FROM python\nRUN x', 2, false],
  ['near miss: COPY --from', 'COPY --from=a / /', 1, false],
  ['near miss: a word that begins with FROM', 'FROMAGE x', 1, false],
  ['a line that does not exist', 'FROM x', 9, false],
])('%s', (_name, text, line, expected) => expect(isInFrom(text, line)).toBe(expected));
