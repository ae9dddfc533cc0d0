import { expect, test } from 'vitest';
import { dockerfileTokens } from './dockerfile-tokens.ts';

const shown = (text: string) =>
  dockerfileTokens(text).map(({ tokens }) =>
    tokens.map(({ kind, text: part }) => (kind === 'text' ? part : `<${kind}>${part}`)).join('|'),
  );

test.each([
  ['an instruction', 'FROM python:3.11', ['<keyword>FROM| python:3.11']],
  ['strings', 'CMD ["a", \'b\']', ['<keyword>CMD| [|<string>"a"|, |<string>\'b\'|]']],
  ['an escaped quote', 'ENV A="x\\"y"', ['<keyword>ENV| A=|<string>"x\\"y"']],
  ['variables', 'RUN echo $HOME ${A}', ['<keyword>RUN| echo |<variable>$HOME| |<variable>${A}']],
  ['comments, also indented', '# one\n  # two', ['<comment># one', '<comment>  # two']],
  ['near miss: a hash inside a line', 'RUN echo # no', ['<keyword>RUN| echo # no']],
  ['a continued line has no keyword of its own', 'RUN a \\\n  COPY', ['<keyword>RUN| a \\', '  COPY']],
  [
    'the line after a continued one has its own',
    'RUN a \\\n  b\nCOPY . .',
    ['<keyword>RUN| a \\', '  b', '<keyword>COPY| . .'],
  ],
  [
    'empty lines and Windows line endings',
    'FROM a\r\n\r\nRUN b\n',
    ['<keyword>FROM| a', '', '<keyword>RUN| b', ''],
  ],
])('%s', (_, text, expected) => expect(shown(text)).toEqual(expected));

test('every line has its instruction', () => {
  expect(dockerfileTokens('# c\nRUN a \\\n  b\n\nUSER x').map((line) => line.instruction)).toEqual([
    undefined,
    'RUN',
    'RUN',
    undefined,
    'USER',
  ]);
});
