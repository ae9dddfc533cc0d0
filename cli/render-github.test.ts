import type { Finding } from '@dfm/contracts';
import { expect, test } from 'vitest';
import type { CheckedFile } from './checked-file.ts';
import { renderGithub } from './render-github.ts';

const finding = (more: Partial<Finding>): Finding => ({
  id: 'base-tag',
  path: 'Dockerfile',
  line: 2,
  endLine: 2,
  column: 3,
  endColumn: 9,
  severity: 'warning',
  message: 'No tag.',
  also: [],
  ...more,
});
const checked = (file: string | undefined, findings: Finding[], folder?: string): CheckedFile => ({
  report: { path: file ?? '-', findings, ignored: [{ id: 'root-user', line: 1, reason: 'x' }] },
  file,
  folder,
  failOn: undefined,
});

test.each<[string, CheckedFile, string]>([
  [
    'a warning',
    checked('a/Dockerfile', [finding({})]),
    '::warning file=a/Dockerfile,line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  [
    'an error',
    checked('x', [finding({ severity: 'error' })]),
    '::error file=x,line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  [
    'severity info is a notice, and a finding on several lines has no columns',
    checked('x', [finding({ severity: 'info', endLine: 3 })]),
    '::notice file=x,line=2,endLine=3,title=base-tag::No tag.\n',
  ],
  [
    'standard input has no file',
    checked(undefined, [finding({})]),
    '::warning line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  [
    'another file of the context',
    checked('p/Dockerfile', [finding({ path: '.dockerignore' })], 'p'),
    '::warning file=p/.dockerignore,line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  [
    'a message that would start a command',
    checked('x', [finding({ message: 'a\r\n::error::b %0A, c: d' })]),
    '::warning file=x,line=2,endLine=2,col=3,endColumn=9,title=base-tag::a%0A::error::b %250A, c: d\n',
  ],
  [
    'a file name that would end the properties',
    checked('a::b,line=9\n%', [finding({})]),
    '::warning file=a%3A%3Ab%2Cline=9%0A%25,line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  [
    'a message with control characters',
    checked('x', [finding({ message: 'a\u001b[2J\r\u202eb' })]),
    '::warning file=x,line=2,endLine=2,col=3,endColumn=9,title=base-tag::a‹U+001B›[2J‹U+000D›‹U+202E›b\n',
  ],
  [
    'a file name with control characters',
    checked('a\u009b2J', [finding({})]),
    '::warning file=a‹U+009B›2J,line=2,endLine=2,col=3,endColumn=9,title=base-tag::No tag.\n',
  ],
  ['no findings', checked('x', []), ''],
])('%s', (_name, file, expected) => {
  expect(renderGithub([file])).toBe(expected);
});
