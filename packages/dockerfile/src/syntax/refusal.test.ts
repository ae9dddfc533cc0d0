import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDockerfile } from './parse.ts';

interface Row {
  name: string;
  /** Instruction that BuildKit does not accept. */
  refused: string;
  /** Regular expression for our message. */
  words: string;
  /** The nearest instruction that BuildKit accepts. */
  accepted: string;
}

/** sandbox-runner/test/model-agrees.test.ts asserts what the engine does with both instructions. */
const rows = JSON.parse(
  readFileSync(new URL('../../test-data/refusals.json', import.meta.url), 'utf8'),
) as Row[];

describe('an instruction that BuildKit rejects, and the nearest it accepts', () => {
  const before = 'FROM scratch AS zero\nFROM scratch AS one\n';
  test.each(rows)('$name', ({ refused, words, accepted }) => {
    const [problem, ...others] = parseDockerfile(before + refused).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ line: 3, message: expect.stringMatching(new RegExp(words, 'u')) });
    expect(problem?.message).toMatch(/\.$/u);
    expect(parseDockerfile(before + accepted).problems).toEqual([]);
  });

  test.each([
    ['HEALTHCHECK CMD ["a", 1]', 'The JSON form of HEALTHCHECK accepts strings only'],
    ['HEALTHCHECK --retries=1 cmd [1]', 'The JSON form of HEALTHCHECK accepts strings only'],
    // An array without CMD is a type that does not exist.
    ['HEALTHCHECK ["a", 1]', 'HEALTHCHECK takes CMD and a command'],
    ['HEALTHCHECK []', 'HEALTHCHECK takes CMD and a command'],
  ])('%s is rejected', (text, message) => {
    expect(parseDockerfile(before + text).problems).toMatchObject([
      { line: 3, message: expect.stringContaining(message) },
    ]);
  });

  test.each([
    'HEALTHCHECK CMD ["a", "1"]',
    'HEALTHCHECK CMD ["a", 1',
    'HEALTHCHECK CMD test ["a", 1]',
    'RUN',
    'CMD',
    'ENTRYPOINT',
    'CMD []',
    'ENTRYPOINT []',
    'ARG --x y',
    'HEALTHCHECK --x NONE',
    'MAINTAINER a b',
    'ENV a b=c d',
    'RUN [1',
    'EXPOSE $A',
    'LABEL "a b"=c',
  ])('%s is accepted', (text) => {
    expect(parseDockerfile(before + text).problems).toEqual([]);
  });

  test('a problem spans the lines of its instruction', () => {
    expect(parseDockerfile('FROM a\nCOPY \\\n  a\nUSER b').problems).toMatchObject([{ line: 2, endLine: 3 }]);
  });
});
