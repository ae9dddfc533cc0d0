import type { FindingCase } from './finding-case.ts';

const unseen = { hadolint: 'hadolint does not look for this; the builder refuses it.' };

export const cases: FindingCase[] = [
  { name: 'a misspelt instruction', dockerfile: 'FROM a:1\nRUNN x', lines: [2] },
  { name: 'a command without RUN', dockerfile: 'FROM a:1\napt-get update', lines: [2] },
  { name: 'a lost continuation', dockerfile: 'FROM a:1\nRUN a\n  && b', lines: [3] },
  { name: 'ENV above FROM', dockerfile: 'ENV A=b\nFROM a:1', lines: [1] },
  { name: 'LABEL above FROM', dockerfile: '# x\nLABEL a=b\nFROM a:1', lines: [2] },
  { name: 'no FROM', dockerfile: 'ARG A=b', lines: [1], differs: unseen },
  { name: 'RUN without FROM', dockerfile: 'RUN x', lines: [1] },
  { name: 'an empty file', dockerfile: '', lines: [1], differs: unseen },
  { name: 'an unknown flag', dockerfile: 'FROM a:1\nCOPY --user=1 a b', lines: [2] },
  { name: 'COPY of one word', dockerfile: 'FROM a:1\nCOPY a', lines: [2] },
  { name: 'ENV without a value', dockerfile: 'FROM a:1\nENV A', lines: [2] },
  { name: 'ENV with a word too many', dockerfile: 'FROM a:1\nENV A=b c', lines: [2] },
  { name: 'a heredoc without an end', dockerfile: 'FROM a:1\nRUN <<EOF\nx', lines: [2] },
  { name: 'ONBUILD of FROM', dockerfile: 'FROM a:1\nONBUILD FROM b', lines: [2], differs: unseen },
  { name: 'SHELL in shell form', dockerfile: 'FROM a:1\nSHELL /bin/bash -c', lines: [2], differs: unseen },
  { name: 'a duration without its unit', dockerfile: 'FROM a:1\nHEALTHCHECK --interval=30 CMD x', lines: [2] },
  { name: 'two instructions', dockerfile: 'FROM a:1\nCOPPY a b\nWORKDIRR /x', lines: [2, 3] },
  { name: 'ARG above FROM', dockerfile: 'ARG A=b\nFROM a:1', lines: [] },
  { name: 'a comment above FROM', dockerfile: '# syntax=docker/dockerfile:1\n\n# x\nFROM a:1', lines: [] },
  { name: 'small letters', dockerfile: 'from a:1\nrun x\ncmd y', lines: [] },
  { name: 'an empty line and a comment in a RUN', dockerfile: 'FROM a:1\nRUN a \\\n\n  # c\n  && b', lines: [] },
  { name: 'a heredoc that holds instructions', dockerfile: 'FROM a:1\nRUN <<EOF\nRUNN x\nEOF', lines: [] },
  { name: 'the older form of ENV', dockerfile: 'FROM a:1\nENV A b c', lines: [] },
  { name: 'an instruction in words', dockerfile: 'FROM a:1\nRUN FROMM x', lines: [] },
  { name: 'RUN of nothing', dockerfile: 'FROM a:1\nRUN', lines: [] },
  { name: 'a stage by its index', dockerfile: 'FROM a:1\nFROM b:1\nCOPY --from=0 /x /y', lines: [] },
  { name: 'another escape', dockerfile: '# escape=`\nFROM a:1\nRUN a `\n  && b', lines: [] },
];
