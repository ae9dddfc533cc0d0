import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('components.css lists every style sheet of a component or a page once', () => {
  const text = readFileSync(join(import.meta.dirname, 'components.css'), 'utf8');
  const listed = [...text.matchAll(/^@import '(.+)';$/gm)].map(([, path]) => join('app', path!));
  const sheets = globSync(['app/*/**/*.css', 'components/**/*.css'], {
    cwd: join(import.meta.dirname, '..'),
  });
  expect(listed.toSorted()).toEqual(sheets.toSorted());
});
