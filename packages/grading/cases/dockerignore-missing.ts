import type { FindingCase } from './finding-case.ts';

const context = (dockerignore: string | undefined) => ({ files: [{ path: 'app/main.py', bytes: 10 }], totalBytesBefore: 10, dockerignore });

export const cases: FindingCase[] = [
  { name: 'none', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context(undefined) },
  { name: 'empty but for a comment', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context('# nothing\n\n') },
  { name: 'only an exception', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context('!app\n') },
  { name: 'a folder', dockerfile: 'FROM a\nCOPY ./app/ /app', lines: [2], context: context(undefined) },
  { name: 'one file', dockerfile: 'FROM a\nCOPY app/main.py /', lines: [], context: context(undefined) },
  { name: 'one pattern', dockerfile: 'FROM a\nCOPY . .', lines: [], context: context('.git') },
  { name: 'a Dockerfile alone', dockerfile: 'FROM a\nCOPY . .', lines: [] },
  { name: 'from another stage', dockerfile: 'FROM a\nCOPY --from=b . .', lines: [], context: context(undefined) },
];
