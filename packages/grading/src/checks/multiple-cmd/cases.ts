import type { FindingCase } from '../../check/finding-case.ts';

const misses = 'reads only the last stage; a duplicate is a mistake in any stage';

export const cases: FindingCase[] = [
  {
    name: 'two CMD',
    dockerfile: 'FROM a:1\nCMD ["x"]\nCMD ["y"]',
    lines: [2],
    also: ['DL4003', 'MultipleInstructionsDisallowed', 'DS-0016', 'kics:multiple-cmd-instructions-listed'],
    fixed: 'FROM a:1\nCMD ["y"]',
  },
  {
    name: 'two ENTRYPOINT',
    dockerfile: 'FROM a:1\nENTRYPOINT ["x"]\nENTRYPOINT ["y"]',
    lines: [2],
    also: [
      'DL4004',
      'MultipleInstructionsDisallowed',
      'DS-0007',
      'kics:multiple-entrypoint-instructions-listed',
    ],
    fixed: 'FROM a:1\nENTRYPOINT ["y"]',
  },
  {
    name: 'three',
    dockerfile: 'FROM a:1\nCMD x\nCMD y\nCMD z',
    lines: [2, 3],
    fixed: 'FROM a:1\nCMD y\nCMD z',
  },
  {
    name: 'another instruction between them',
    dockerfile: 'FROM a:1\nCMD x\nCOPY a /b\nENV A=b\nCMD y',
    lines: [2],
    fixed: 'FROM a:1\nCOPY a /b\nENV A=b\nCMD y',
  },
  {
    name: 'shell form and exec form',
    dockerfile: 'FROM a:1\nCMD x\nCMD ["x"]',
    lines: [2],
    fixed: 'FROM a:1\nCMD ["x"]',
  },
  { name: 'lower case', dockerfile: 'FROM a:1\ncmd x\nCMD y', lines: [2], fixed: 'FROM a:1\nCMD y' },
  {
    name: 'over several lines',
    dockerfile: 'FROM a:1\nCMD x \\\n  y\n# c\nCMD z',
    lines: [2],
    fixed: 'FROM a:1\n# c\nCMD z',
  },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nCMD x\nCMD y\nFROM a:1\nCMD z',
    lines: [2],
    fixed: 'FROM a:1 AS b\nCMD y\nFROM a:1\nCMD z',
    differs: { kics: misses },
  },
  {
    name: 'both kinds',
    dockerfile: 'FROM a:1\nENTRYPOINT x\nCMD a\nENTRYPOINT y\nCMD b',
    lines: [2, 3],
    also: [
      'DL4004',
      'MultipleInstructionsDisallowed',
      'DS-0007',
      'kics:multiple-entrypoint-instructions-listed',
      'DL4003',
      'DS-0016',
      'kics:multiple-cmd-instructions-listed',
    ],
    fixed: 'FROM a:1\nCMD a\nENTRYPOINT y\nCMD b',
  },
  {
    name: 'an empty one last',
    dockerfile: 'FROM a:1\nENTRYPOINT ["x"]\nENTRYPOINT []',
    lines: [2],
    fixed: 'FROM a:1\nENTRYPOINT []',
  },
  {
    name: 'the same twice',
    dockerfile: 'FROM a:1\nCMD ["x"]\nCMD ["x"]',
    lines: [2],
    fixed: 'FROM a:1\nCMD ["x"]',
  },
  { name: 'one of each', dockerfile: 'FROM a:1\nENTRYPOINT ["x"]\nCMD ["y"]', lines: [] },
  { name: 'one', dockerfile: 'FROM a:1\nCMD ["x"]', lines: [] },
  { name: 'one in each stage', dockerfile: 'FROM a:1 AS b\nCMD x\nFROM a:1\nCMD y', lines: [] },
  {
    name: 'the stage it is built FROM has one',
    dockerfile: 'FROM a:1 AS b\nCMD x\nENTRYPOINT e\nFROM b\nCMD y\nENTRYPOINT f',
    lines: [],
  },
  { name: 'ONBUILD', dockerfile: 'FROM a:1\nONBUILD CMD x\nCMD y', lines: [] },
  { name: 'two ONBUILD', dockerfile: 'FROM a:1\nONBUILD CMD x\nONBUILD CMD y', lines: [] },
  { name: 'the CMD of a health check', dockerfile: 'FROM a:1\nHEALTHCHECK CMD x\nCMD y', lines: [] },
  { name: 'in a comment', dockerfile: 'FROM a:1\n# CMD x\nCMD y', lines: [] },
  { name: 'in a heredoc', dockerfile: 'FROM a:1\nCOPY <<EOF /x\nCMD x\nEOF\nCMD y', lines: [] },
  { name: 'in a continued RUN', dockerfile: 'FROM a:1\nRUN echo \\\nCMD x\nCMD y', lines: [] },
  { name: 'none', dockerfile: 'FROM a:1\nRUN x', lines: [] },
];
