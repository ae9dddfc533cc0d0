import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { describe, expect, test } from 'vitest';
import { readStatic } from '../read-text.ts';

const head = 'FROM a:1\nUSER 1\nHEALTHCHECK CMD x\n';
const update = 'RUN apt-get update';
/** The checks covered by these rows. Other checks also report such small files. */
const watched = new Set(['apt-lists-left', 'base-tag', 'healthcheck', 'ignore-comment', 'root-user']);

const rows: [name: string, text: string, findings: string[], ignored: string[]][] = [
  [
    'the instruction below',
    `${head}# dfm ignore=apt-lists-left kept on purpose\n${update}`,
    [],
    ['5 apt-lists-left kept on purpose'],
  ],
  [
    'several ids',
    '# dfm ignore=root-user,healthcheck a base\nFROM a:1',
    [],
    ['2 healthcheck a base', '2 root-user a base'],
  ],
  [
    'a space after the comma',
    '# dfm ignore=root-user, healthcheck a base\nFROM a:1',
    [],
    ['2 healthcheck a base', '2 root-user a base'],
  ],
  [
    'stacked comments with an unrelated comment between them',
    `${head}# dfm ignore=apt-lists-left x\n# a word\n# dfm ignore=size-budget y\n${update}`,
    [],
    ['7 apt-lists-left x'],
  ],
  [
    'anywhere in the instruction below',
    `${head}# dfm ignore=apt-lists-left x\nRUN a \\\n && apt-get update`,
    [],
    ['6 apt-lists-left x'],
  ],
  [
    'inside the instruction',
    `${head}RUN apt-get update \\\n # dfm ignore=apt-lists-left x\n && true`,
    [],
    ['4 apt-lists-left x'],
  ],
  [
    'the entire file',
    `# dfm ignore-file=apt-lists-left the lists are wanted\n${head}${update}\nRUN apt-get -q update`,
    [],
    ['5 apt-lists-left the lists are wanted', '6 apt-lists-left the lists are wanted'],
  ],
  [
    'the entire file, below a directive',
    '# syntax=docker/dockerfile:1\n# dfm ignore-file=root-user,healthcheck x\nFROM a:1',
    [],
    ['3 healthcheck x', '3 root-user x'],
  ],
  [
    'the closer reason is reported',
    `# dfm ignore-file=apt-lists-left far\n${head}# dfm ignore=apt-lists-left near\n${update}`,
    [],
    ['6 apt-lists-left near'],
  ],
  ['Windows line ends', `${head}# dfm ignore=apt-lists-left x\r\n${update}\r\n`, [], ['5 apt-lists-left x']],
  ['near miss: a different id', `${head}# dfm ignore=size-budget x\n${update}`, ['5 apt-lists-left'], []],
  [
    'near miss: the instruction after the next',
    `${head}# dfm ignore=apt-lists-left x\nRUN true\n${update}`,
    ['6 apt-lists-left'],
    [],
  ],
  [
    'near miss: an empty line between',
    `${head}# dfm ignore=apt-lists-left x\n\n${update}`,
    ['4 ignore-comment', '6 apt-lists-left'],
    [],
  ],
  [
    'near miss: an empty line between it and a comment directly above the instruction',
    `${head}# dfm ignore=apt-lists-left x\n\n# a word\n${update}`,
    ['4 ignore-comment', '7 apt-lists-left'],
    [],
  ],
  [
    'near miss: at the end of the file',
    `${head}${update}\n# dfm ignore=apt-lists-left x`,
    ['4 apt-lists-left', '5 ignore-comment'],
    [],
  ],
  [
    'near miss: no reason',
    `${head}# dfm ignore=apt-lists-left\n${update}`,
    ['4 ignore-comment', '5 apt-lists-left'],
    [],
  ],
  [
    'near miss: a reason without a word',
    `${head}# dfm ignore=apt-lists-left --\n${update}`,
    ['4 ignore-comment', '5 apt-lists-left'],
    [],
  ],
  [
    'near miss: an unknown id',
    `${head}# dfm ignore=apt-list x\n${update}`,
    ['4 ignore-comment', '5 apt-lists-left'],
    [],
  ],
  [
    'an unknown id next to a valid one',
    `${head}# dfm ignore=apt-list,apt-lists-left x\n${update}`,
    ['4 ignore-comment'],
    ['5 apt-lists-left x'],
  ],
  [
    'near miss: no equals sign',
    `${head}# dfm ignore apt-lists-left x\n${update}`,
    ['4 ignore-comment', '5 apt-lists-left'],
    [],
  ],
  [
    'near miss: ignore-file below an instruction',
    `${head}# dfm ignore-file=apt-lists-left x\n${update}`,
    ['4 ignore-comment', '5 apt-lists-left'],
    [],
  ],
  ['near miss: prose about ignoring', `${head}# dfm ignores caches\n${update}`, ['5 apt-lists-left'], []],
  [
    'near miss: a name with the same beginning',
    `${head}# dfm ignored=apt-lists-left x\n${update}`,
    ['5 apt-lists-left'],
    [],
  ],
  [
    'near miss: not a separate comment',
    `${head}RUN true && echo # dfm ignore=apt-lists-left x\n${update}`,
    ['5 apt-lists-left'],
    [],
  ],
  [
    'near miss: in a heredoc',
    `${head}RUN <<E\n# dfm ignore=apt-lists-left x\nE\n${update}`,
    ['7 apt-lists-left'],
    [],
  ],
];

test.each([
  [
    'a check that only reads the text and finds nothing',
    `${head}# dfm ignore=base-tag x\nRUN true`,
    [[4, 'info']],
  ],
  ['the entire file', '# dfm ignore-file=ignore-comment x\nFROM a:1', [[1, 'info']]],
  ['near miss: it finds something', '# dfm ignore=base-tag x\nFROM a', []],
  ['near miss: a check that also measures', `${head}# dfm ignore=apt-lists-left x\nRUN true`, []],
  [
    'near miss: a check that reads the context, which is not available',
    `${head}# dfm ignore=dockerignore-missing x\nRUN true`,
    [],
  ],
] as const)('idle: %s', (_, text, expected) => {
  const { findings } = readStatic({ dockerfile: parseDockerfile(text), context: undefined });
  expect(
    findings.filter(({ id }) => id === 'ignore-comment').map(({ line, severity }) => [line, severity]),
  ).toEqual(expected);
});

test.each(rows)('ignore: %s', (_, text, findings, ignored) => {
  const read = readStatic({ dockerfile: parseDockerfile(text), context: undefined });
  expect(read.findings.filter(({ id }) => watched.has(id)).map(({ id, line }) => `${line} ${id}`)).toEqual(
    findings,
  );
  expect(read.ignored.map(({ id, line, reason }) => `${line} ${id} ${reason}`)).toEqual(ignored);
});

describe('messages for comments without effect', () => {
  test.each([
    [
      'no reason',
      '# dfm ignore=root-user\nFROM a:1',
      [
        'This comment has no effect because it gives no reason. Add one after the id: # dfm ignore=root-user <reason>.',
      ],
    ],
    [
      'no id',
      '# dfm ignore= because\nFROM a:1',
      ['This comment has no effect because it names no check. Write # dfm ignore=<id> <reason>.'],
    ],
    [
      'two unknown ids',
      '# dfm ignore=DL3008,x because\nFROM a:1',
      [
        'There is no check with the id DL3008, so this part of the comment has no effect. Check the spelling.',
        'There is no check with the id x, so this part of the comment has no effect. Check the spelling.',
      ],
    ],
    [
      'an unknown id and no reason',
      '# dfm ignore-file=x\nFROM a:1',
      [
        'There is no check with the id x, so this part of the comment has no effect. Check the spelling.',
        'This comment has no effect because it gives no reason. Add one after the id: # dfm ignore-file=x <reason>.',
      ],
    ],
  ])('%s', (_, text, messages) => {
    const { findings } = readStatic({ dockerfile: parseDockerfile(text), context: undefined });
    expect(
      findings
        .filter(({ id }) => id === 'ignore-comment')
        .map(({ message, line, column, endColumn }) => [message, line, column, endColumn]),
    ).toEqual(messages.map((message) => [message, 1, 1, text.indexOf('\n') + 1]));
  });
});
