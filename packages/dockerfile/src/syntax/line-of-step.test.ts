import { expect, test } from 'vitest';
import { lineOfStep } from './line-of-step.ts';
import { parseDockerfile } from './parse.ts';

const several = parseDockerfile(
  'ARG V=1\nFROM a:$V AS Build\nENV x=y\nWORKDIR /x\nCOPY . .\nRUN z\n\nFROM build\nADD a b\nFROM scratch\nCOPY --from=build /x /x\n',
);
const roots = parseDockerfile(
  'FROM scratch\nWORKDIR /\nWORKDIR /x\nWORKDIR ..\nCOPY a b\nWORKDIR y\nCOPY c d\nWORKDIR /',
);
const single = parseDockerfile('FROM a\nRUN \\\n x\nUSER y\nRUN z');

test.each([
  [several, 'build', 1, 4, 2],
  [several, 'build', 2, 4, 4],
  [several, 'build', 3, 4, 5],
  [several, 'build', 4, 4, 6],
  [several, 'stage-1', 1, 1, 9],
  [several, 'stage-2', 1, 1, 11],
  [several, 'build', 5, 4, undefined],
  [several, 'build', 2, 5, undefined],
  [several, 'other', 1, 4, undefined],
  [several, '', 1, 4, undefined],
  [roots, '', 1, 7, 3],
  [roots, '', 2, 7, 5],
  [roots, '', 3, 7, 6],
  [roots, '', 4, 7, 7],
  [roots, '', 5, 7, undefined],
  [single, '', 1, 3, 1],
  [single, '', 3, 3, 5],
])('case %#', (dockerfile, stage, index, count, expected) => {
  expect(lineOfStep(dockerfile, stage, index, count)).toBe(expected);
});
