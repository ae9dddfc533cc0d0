import type { FindingCase } from '../../check/finding-case.ts';

const context = (dockerignore: string | undefined) => ({
  files: [{ path: 'app/main.py', bytes: 10 }],
  totalBytesBefore: 10,
  dockerignore,
});

export const cases: FindingCase[] = [
  { name: 'none', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context(undefined) },
  {
    name: 'empty except for a comment',
    dockerfile: 'FROM a\nCOPY . .',
    lines: [2],
    context: context('# nothing\n\n'),
  },
  { name: 'only an exception', dockerfile: 'FROM a\nCOPY . .', lines: [2], context: context('!app\n') },
  { name: 'a folder', dockerfile: 'FROM a\nCOPY ./app/ /app', lines: [2], context: context(undefined) },
  { name: 'ADD', dockerfile: 'FROM a\nADD . /srv', lines: [2], context: context(undefined) },
  { name: 'a dot and a slash', dockerfile: 'FROM a\ncopy ./ /srv/', lines: [2], context: context(undefined) },
  { name: 'JSON', dockerfile: 'FROM a\nCOPY [".", "/srv"]', lines: [2], context: context(undefined) },
  { name: 'a star', dockerfile: 'FROM a\nCOPY * /srv/', lines: [2], context: context(undefined) },
  {
    name: 'a byte order mark and a comment',
    dockerfile: 'FROM a\nCOPY . .',
    lines: [2],
    context: context('\uFEFF# nothing'),
  },
  {
    name: 'the first of two',
    dockerfile: 'FROM a\nRUN x\nCOPY app /app\nCOPY . .',
    lines: [3],
    context: context(undefined),
  },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a AS b\nCOPY . .\nFROM a',
    lines: [2],
    context: context(undefined),
  },
  {
    name: 'a file with the same beginning as a folder',
    dockerfile: 'FROM a\nCOPY app.py /',
    lines: [],
    context: context(undefined),
  },
  {
    name: 'a pattern after Windows line endings',
    dockerfile: 'FROM a\nCOPY . .',
    lines: [],
    context: context('\r\n# x\r\n.git\r\n'),
  },
  {
    name: 'a URL',
    dockerfile: 'FROM a\nADD https://example.org/app /app',
    lines: [],
    context: context(undefined),
  },
  {
    name: 'a heredoc',
    dockerfile: 'FROM a\nCOPY <<EOF /app\n.\nEOF',
    lines: [],
    context: context(undefined),
  },
  { name: 'nothing copied', dockerfile: 'FROM a\nRUN cp -r . /srv', lines: [], context: context(undefined) },
  { name: 'ONBUILD', dockerfile: 'FROM a\nONBUILD COPY . .', lines: [], context: context(undefined) },
  { name: 'one file', dockerfile: 'FROM a\nCOPY app/main.py /', lines: [], context: context(undefined) },
  { name: 'one pattern', dockerfile: 'FROM a\nCOPY . .', lines: [], context: context('.git') },
  { name: 'only a Dockerfile', dockerfile: 'FROM a\nCOPY . .', lines: [] },
  {
    name: 'from a different stage',
    dockerfile: 'FROM a\nCOPY --from=b . .',
    lines: [],
    context: context(undefined),
  },
];
