import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { SolutionDiff } from './solution-diff.tsx';

const solutionFiles = { Dockerfile: 'FROM a\n', '.dockerignore': 'data\n' };

test.each<[name: string, files: Record<string, string>, isIdentical: boolean]>([
  ['identical files', solutionFiles, true],
  ['near miss: one file differs', { ...solutionFiles, Dockerfile: 'FROM b\n' }, false],
  ['near miss: one file is missing', { Dockerfile: 'FROM a\n' }, false],
])('%s', (_name, files, isIdentical) => {
  const shown = renderToStaticMarkup(
    <SolutionDiff solution={{ ok: true, files: solutionFiles, onRecord: false }} files={files} />,
  );
  expect(shown.includes('identical to the model solution')).toBe(isIdentical);
  expect(shown.match(/<table/g)?.length ?? 0).toBe(isIdentical ? 0 : 1);
});

test.each([true, false])('opened before passing: %s', (onRecord) => {
  const shown = renderToStaticMarkup(
    <SolutionDiff solution={{ ok: true, files: solutionFiles, onRecord }} files={solutionFiles} />,
  );
  expect(shown.includes('opened before passing')).toBe(onRecord);
});
