import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ProblemList } from './problem-list.tsx';

const open = 'exercises/a/exercise.yaml';
const statement = 'exercises/a/statement.mdx';

test.each([
  ['a line of the open file', { path: open, line: 3 }, true, 'line 3'],
  ['the open file as a whole', { path: open, line: undefined }, false, open],
  ['a line of a different file', { path: statement, line: 1 }, true, `${statement}, line 1`],
  ['a different file as a whole', { path: statement, line: undefined }, true, statement],
  [
    'a folder that is missing',
    { path: 'exercises/a/wrong/b', line: undefined },
    false,
    'exercises/a/wrong/b',
  ],
])('%s', (_name, place, isButton, text) => {
  const problem = { ...place, column: undefined, message: 'is wrong' };
  const html = renderToStaticMarkup(
    <ProblemList path={open} files={[open, statement]} problems={[problem]} onJump={() => undefined} />,
  );
  expect(html.includes('<button')).toBe(isButton);
  expect(html).toContain(`>${text}</span> is wrong`);
});
