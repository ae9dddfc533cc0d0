import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { paperColor } from './paper-color.ts';

test('the colours are those of tokens.css', () => {
  const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
  expect([...tokens.matchAll(/--paper: (#\w+);/g)].map(([, color]) => color)).toEqual([
    paperColor.light,
    paperColor.dark,
  ]);
});
