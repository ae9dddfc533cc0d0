import { expect, test } from 'vitest';
import { whatIsInTheWay } from './typist.ts';

test.each([
  ['a prompt', '~$ ', true, undefined],
  ['a prompt in a folder', '~/data$ ls', true, undefined],
  ['a program that runs', 'cat', false, 'program'],
  ['a container', 'root@8f3a0c1d2e4b:/# ', true, 'container'],
  ['near miss: a host with a name', 'root@buildhost:/# ', true, undefined],
] as const)('%s', (_name, line, isOn, expected) =>
  expect(whatIsInTheWay({ hasBracketedPaste: () => isOn, lines: () => ['before', line] })).toBe(expected),
);
