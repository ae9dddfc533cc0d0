import { expect, test } from 'vitest';
import { writtenTree } from './lesson-text.ts';
import { stepsProblems } from './steps.ts';

test.each<[name: string, text: string, problem: string]>([
  [
    'no empty line at the start',
    'One\n\n<Steps>\n1. a\n2. b\n\n</Steps>',
    '4: an empty line is missing after',
  ],
  [
    'no empty line at the end',
    'One\n\n<Steps>\n\n1. a\n2. b\n</Steps>',
    '7: an empty line is missing before </Steps>',
  ],
  ['a list on the same line', '<Steps> 1. a </Steps>', '1: <Steps> must be on a line of its own'],
  ['a text instead of a list', '<Steps>\n\nFirst a\n\n</Steps>', '1: <Steps> must be on a line of its own'],
])('reports %s', (_name, text, problem) => {
  expect(stepsProblems(writtenTree(text), 'a.mdx').map(({ line, message }) => `${line}: ${message}`)).toEqual(
    [expect.stringContaining(problem)],
  );
});

test.each([
  ['a list between empty lines', '<Steps>\n\n1. a\n2. b\n\n</Steps>'],
  ['a list and a text', '<Steps>\n\n1. a\n\nMore.\n\n</Steps>'],
  ['an element of a different name', '<StageGraph>\n```dockerfile\nFROM a\n```\n</StageGraph>'],
  ['a list without it', '1. a\n2. b'],
])('near miss: %s', (_name, text) => expect(stepsProblems(writtenTree(text), 'a.mdx')).toEqual([]));
