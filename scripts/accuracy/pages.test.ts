import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checksPage } from './pages.ts';

test('docs/checks.md is what `npm run accuracy` makes of the checks', () => {
  const { path, text } = checksPage();
  expect(readFileSync(path, 'utf8')).toBe(text);
});
