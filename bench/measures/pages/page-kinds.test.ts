import { expect, test } from 'vitest';
import { pageKinds } from './page-kinds.ts';

test('measures one page of each kind', () => {
  const kinds = pageKinds('/lessons/a');
  expect(Object.fromEntries(kinds.map(({ kind, path }) => [kind, path]))).toMatchObject({
    home: '/',
    'lesson with the most figures': '/lessons/a',
    board: '/exercises/golf/board',
    search: '/course/why-containers',
  });
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
  expect(kinds.find(({ kind }) => kind === 'exercise')?.hasEditor).toBe(true);
});
