import type { FindingCase } from '../../check/finding-case.ts';

const context = (bytes: number) => ({
  files: [
    { path: 'data/train.csv', bytes },
    { path: 'app.py', bytes: 100 },
  ],
  totalBytesBefore: bytes + 100,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  { name: 'too large', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context(20e6) },
  { name: 'nothing is copied', dockerfile: 'FROM a\nRUN x', lines: [1], context: context(20e6) },
  { name: 'at the limit', dockerfile: 'FROM a\nCOPY . .', lines: [], context: context(20e6 - 100) },
  { name: 'no context', dockerfile: 'FROM a\nCOPY . .', lines: [] },
];
