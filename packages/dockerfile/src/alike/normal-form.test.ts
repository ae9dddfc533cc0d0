import { describe, expect, test } from 'vitest';
import { normalForm, normalLines } from './normal-form.ts';

const from = 'FROM python:3.11-slim\n';

describe('the same for', () => {
  test.each([
    ['comments and empty lines', `# mine\n\n${from}RUN true\n# end\n`, `${from}RUN true`],
    ['white space and the case of keywords', `from  python:3.11-slim\nrun   true  `, `${from}RUN true`],
    ['line breaks', `${from}RUN a && \\\n    # why\n    b`, `${from}RUN a && b`],
    ['quotes of values', `${from}ENV A="1" B='2'`, `${from}ENV A=1 B=2`],
    ['the old form of ENV', `${from}ENV A 1`, `${from}ENV A=1`],
    ['the order of variables', `${from}ENV B=2 A=1`, `${from}ENV A=1 B=2`],
    ['the order of flags', `${from}COPY --link --chown=1:1 a b`, `${from}COPY --chown=1:1 --link a b`],
    ['space in a list', `${from}CMD [ "a","b" ]`, `${from}CMD ["a", "b"]`],
    [
      'names of stages',
      `FROM a AS build\nRUN --mount=type=bind,from=build,target=/x true\nFROM build\nCOPY --from=build /a /a`,
      `FROM a AS One\nRUN --mount=target=/x,type=bind,from=one true\nFROM one\nCOPY --from=one /a /a`,
    ],
    [
      'names of users',
      `${from}RUN useradd -m app && chown app:app /home/app/x\nCOPY --chown=app . .\nUSER app`,
      `${from}RUN useradd -m ml && chown ml:ml /home/ml/x\nCOPY --chown=ml . .\nUSER ml`,
    ],
  ])('%s', (_name, left, right) => expect(normalForm(left)).toBe(normalForm(right)));
});

describe('different for', () => {
  test.each([
    ['another base', 'FROM a', 'FROM b'],
    ['a stage instead of an image of that name', 'FROM x AS a\nFROM a', 'FROM x AS b\nFROM a'],
    ['the order of instructions', `${from}RUN a\nRUN b`, `${from}RUN b\nRUN a`],
    ['one layer or two', `${from}RUN a && b`, `${from}RUN a\nRUN b`],
    ['space inside quotes', `${from}RUN echo "a  b"`, `${from}RUN echo "a b"`],
    ['shell form and exec form', `${from}CMD a b`, `${from}CMD ["a", "b"]`],
    ['another value', `${from}ENV A=1`, `${from}ENV A=2`],
    ['another flag', `${from}COPY --chown=1 a b`, `${from}COPY --chown=2 a b`],
    [
      'a path that is named like a user',
      `${from}RUN useradd app\nCOPY . /app`,
      `${from}RUN useradd ml\nCOPY . /ml`,
    ],
    ['a user that the base has', `${from}USER nobody`, `${from}USER www-data`],
    ['another heredoc', `${from}RUN <<E\na\nE`, `${from}RUN <<E\nb\nE`],
    ['texts too long to read', `${from}#${'a'.repeat(64_000)}`, `${from}#${'b'.repeat(64_000)}`],
  ])('%s', (_name, left, right) => expect(normalForm(left)).not.toBe(normalForm(right)));
});

test('a text that is no Dockerfile still has a form', () =>
  expect(normalForm('nonsense "\n[')).not.toBe(normalForm('nonsense')));

test('other files are compared by their lines, without comments', () => {
  expect(normalLines('# pins\nnumpy==2.1.3  \n\n  # more\nscipy==1\n')).toBe('numpy==2.1.3\nscipy==1');
  expect(normalLines('if a:\n    b')).not.toBe(normalLines('if a:\n  b'));
  expect(normalLines('a # b')).toBe('a # b');
});
