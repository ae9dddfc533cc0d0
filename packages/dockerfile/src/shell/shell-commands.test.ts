import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../syntax/parse.ts';
import { shellCommands } from './shell-commands.ts';

const rows: [name: string, run: string, expected: string[]][] = [
  ['a list', 'RUN a b && c; d || e', ['a b', 'c', 'd', 'e']],
  ['a pipe and a subshell', 'RUN a | (b; c)', ['a', 'b', 'c']],
  ['a condition', 'RUN if a; then b; fi', ['a', 'b']],
  ['a substitution', 'RUN a $(b c)', ['a $(b c)', 'b c']],
  ['quotes', `RUN a "b c" 'd'`, ['a b c d']],
  ['leading assignments', 'RUN A=1 b', ['b']],
  ['wrappers', 'RUN sudo -E env A=1 b c', ['b c']],
  [
    'wrappers with options that take a value',
    'RUN sudo -Hu app env -u A b; nice -n 5 c; sudo -E d',
    ['b', 'c', 'd'],
  ],
  ['sh -c', `RUN bash -ec 'a && b'`, ['a', 'b']],
  ['JSON form', 'RUN ["a", "b c"]', ['a b c']],
  ['JSON sh -c', 'RUN ["/bin/sh", "-c", "a; b"]', ['a', 'b']],
  ['heredoc', 'RUN <<EOF\na\nb\nEOF', ['a', 'b']],
  ['heredoc for bash', 'RUN bash <<EOF\na\nEOF', ['a']],
  ['heredoc for Python', 'RUN python3 <<EOF\na\nEOF', ['python3']],
  ['heredoc with the shebang of another program', 'RUN <<EOF\n#!/usr/bin/env python3\na\nEOF', []],
  ['an unclosed quote', `RUN a 'b`, ['a b']],
  ['near miss: not a RUN', 'CMD a', []],
];

describe('shellCommands', () => {
  test.each(rows)('%s', (name, run, expected) => {
    const instruction = parseDockerfile(`FROM a\n${run}`).instructions[1]!;
    const found = shellCommands(instruction, undefined).map((command) => command.words.join(' '));
    // The heredoc of another program is data; the rest of its words does not matter.
    expect(name === 'heredoc for Python' ? found.slice(0, 1) : found).toEqual(expected);
  });

  test('positions', () => {
    const [, run] = parseDockerfile('FROM a\nRUN one \\\n  # no\n  && two x').instructions;
    expect(shellCommands(run!, undefined).map(({ span }) => [span.start, span.end])).toEqual([
      [
        { line: 2, column: 5 },
        { line: 2, column: 8 },
      ],
      [
        { line: 4, column: 6 },
        { line: 4, column: 11 },
      ],
    ]);
  });

  test('scripts of other shells are not parsed', () => {
    const [, run] = parseDockerfile('FROM a\nRUN x').instructions;
    expect(shellCommands(run!, ['powershell', '-Command'])).toEqual([]);
  });
});

test.each([
  ['curl x | sh', [['curl', 'sh']]],
  [
    'curl x | sudo bash -s && echo a | tee b',
    [
      ['curl', 'bash'],
      ['echo', 'tee'],
    ],
  ],
  ['curl x | (cd y; tar xz)', [['curl', 'cd', 'tar']]],
  ['bash -c "curl x | sh"', [['curl', 'sh']]],
  ['echo $(curl x) | sh', [['echo', 'sh']]],
  ['curl x || sh', []],
  ['curl x > sh', []],
])('pipes of %s', (script, expected) => {
  const commands = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  const pipelines = new Set(commands.flatMap(({ pipeline }) => (pipeline === undefined ? [] : [pipeline])));
  expect([...pipelines].map((pipeline) => pipeline.map(({ words }) => words[0]))).toEqual(expected);
});

test.each<
  [script: string, expansions: string[][], redirects: [operator: string, target: string, stream?: number][][]]
>([
  [
    'echo "a $(cat b)" $C \'$D\' 2> /dev/null >> /e',
    [['$(cat b)', '$C'], []],
    [
      [
        ['>', '/dev/null', 2],
        ['>>', '/e'],
      ],
      [],
    ],
  ],
  [
    '{ a; b < c; } > d',
    [[], []],
    [
      [['>', 'd']],
      [
        ['<', 'c'],
        ['>', 'd'],
      ],
    ],
  ],
  [
    "sh -c 'a > b' > c",
    [[]],
    [
      [
        ['>', 'b'],
        ['>', 'c'],
      ],
    ],
  ],
  ['sudo a > b', [[]], [[['>', 'b']]]],
  ['a <<< "$B"', [['$B']], [[['<<<', '$B']]]],
  ['["a", "$B", ">", "c"]', [[]], [[]]],
])('expansions and redirects of %s', (script, expansions, redirects) => {
  const commands = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  expect(commands.map((command) => command.expansions)).toEqual(expansions);
  expect(
    commands.map((command) =>
      command.redirects.map(({ operator, target, stream }) =>
        stream === undefined ? [operator, target] : [operator, target, stream],
      ),
    ),
  ).toEqual(redirects);
});

test.each(['A=$(', '$(a ', 'a $(', '{ ', '(', '"$(a '])(
  'thousands of %s do not overflow the stack',
  (nested) => {
    expect(() =>
      shellCommands(
        parseDockerfile(`FROM a\nRUN ${nested.repeat(7000)}`).stages[0]!.instructions[0]!,
        undefined,
      ),
    ).not.toThrow();
  },
);

test('a heredoc inside a script is the input of its command', () => {
  const [command] = shellCommands(
    parseDockerfile('FROM a\nRUN <<EOF\ncat > b <<IN\nc $D\nIN\nEOF').stages[0]!.instructions[0]!,
    undefined,
  );
  expect(command).toMatchObject({
    expansions: ['$D'],
    redirects: [
      { operator: '>', target: 'b' },
      { operator: '<<', target: 'c $D\n' },
    ],
  });
});

test.each([
  ['sudo a', [['a', ['sudo']]]],
  [
    'sudo -u app env A=1 b && c',
    [
      ['b', ['sudo', 'env']],
      ['c', undefined],
    ],
  ],
  [
    "sudo sh -c 'a && nice b'",
    [
      ['a', ['sudo']],
      ['b', ['sudo', 'nice']],
    ],
  ],
  ['sudo', [['sudo', undefined]]],
])('wrappers around the commands of %s', (script, expected) => {
  const commands = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  expect(commands.map(({ words, through }) => [words[0], through])).toEqual(expected);
});

test.each([
  ['a > b >> c', ['b', 'c']],
  ['a 2> log > b', ['b']],
  ['a 1> b', ['b']],
  ['a &> b', ['b']],
  ['a >| "b c"', ['b c']],
  ['a < b 2>&1', undefined],
])('where the output of %s goes', (script, expected) => {
  const [command] = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  expect(command!.outputs).toEqual(expected);
});
