import { expect } from 'vitest';
import { hostileCases, type HostileCase } from './cases.ts';

const base = 'FROM debian:bookworm-slim\n';
const rejected = (message: string | RegExp, more: object = {}) => ({
  status: 'rejected',
  passed: false,
  score: 0,
  failure: { phase: 'static', message: expect.stringMatching(message) as string, ...more },
});

/** Rejected before a sandbox is acquired. */
const refused: HostileCase[] = [
  {
    number: '8',
    name: 'a context over the limit',
    dockerfile: base,
    files: { 'big.bin': Buffer.alloc(21 * 1024 * 1024) },
    expected: rejected('21 MiB; 20 MiB are allowed', { limit: 'context of 20 MiB' }),
  },
  ...['../../x', '/etc/x', 'a/../../x', 'a\\..\\x', './x', 'a//x', 'x\0'].map((path): HostileCase => ({
    number: '10',
    name: `a file named ${JSON.stringify(path)}`,
    dockerfile: base,
    files: { [path]: 'x' },
    expected: rejected('leaves the build context'),
  })),
  ...[
    ['#', '# syntax=evil/frontend\n', 1],
    ['# without spaces, in capitals', '#SYNTAX=evil/frontend\n', 1],
    ['# after another directive', '# escape=`\n# syntax=evil/frontend\n', 2],
    ['//', '// syntax=evil/frontend\n', 1],
    ['# after a shebang', '#!/usr/bin/env docker\n# syntax=evil/frontend\n', 2],
    ['# after a byte order mark', '\uFEFF# syntax=evil/frontend\n', 1],
    ['a registry address', '# syntax=127.0.0.1:8080/docker/dockerfile\n', 1],
    ['a name with the same beginning', '# syntax=docker/dockerfile-evil\n', 1],
  ].map(([form, head, line]): HostileCase => ({
    number: '12',
    name: `a foreign frontend: ${form}`,
    dockerfile: `${head}${base}`,
    expected: rejected(/names the frontend/, { line }),
  })),
  {
    number: '12',
    name: 'a foreign frontend in JSON',
    dockerfile: '{"syntax": "evil/frontend"}',
    expected: rejected(/names the frontend/, { line: 1 }),
  },
  {
    number: '25',
    name: 'a Dockerfile of 0 bytes',
    dockerfile: '',
    expected: rejected('is empty', { line: 1 }),
  },
  {
    number: '25',
    name: 'a Dockerfile of 10 MB',
    dockerfile: `${base}${'#'.repeat(10_000_000)}`,
    expected: rejected('9.5 MiB; 64 KiB', { limit: 'Dockerfile of 64 KiB' }),
  },
  {
    number: '25',
    name: 'a Dockerfile that is not UTF-8',
    dockerfile: Buffer.from(`${base}RUN echo \xff\n`, 'latin1'),
    expected: rejected('Line 2', { line: 2 }),
  },
  {
    number: '25',
    name: 'an image name with control characters',
    dockerfile: 'FROM \u001B]52;c;YQ==\u0007\n# syntax=\u001B[31m',
    expected: { passed: false },
  },
  {
    number: '26',
    name: 'a .dockerignore of 1 MB',
    dockerfile: base,
    files: { '.dockerignore': '*a'.repeat(500_000) },
    expected: rejected('976.6 KiB; 64 KiB', { limit: '.dockerignore of 64 KiB' }),
  },
  {
    number: '26',
    name: 'a .dockerignore that the engine cannot read',
    dockerfile: base,
    files: { '.dockerignore': '[a' },
    expected: rejected('Line 1 of .dockerignore'),
  },
];

/** Read within the time limit, then built normally. */
const read: HostileCase[] = [
  {
    number: '12',
    name: 'the official frontend is the built-in one',
    dockerfile: `# syntax=docker/dockerfile:1\n${base}`,
    expected: {
      status: 'graded',
      notices: expect.arrayContaining([expect.stringContaining('Nothing was fetched')]) as string[],
    },
  },
  {
    number: '12',
    name: 'a frontend in ARG BUILDKIT_SYNTAX',
    dockerfile: `ARG BUILDKIT_SYNTAX=evil/frontend\n${base}ARG BUILDKIT_SYNTAX=evil/frontend\nRUN true\n`,
    expected: { status: 'graded' },
  },
  {
    number: '12',
    name: 'a frontend in the build argument BUILDKIT_SYNTAX',
    dockerfile: base,
    exercise: { buildArgs: { BUILDKIT_SYNTAX: 'evil/frontend' } },
    expected: { status: 'build-failed' },
  },
  {
    number: '25',
    name: 'Windows line endings after a byte order mark',
    dockerfile: '\uFEFFFROM debian:bookworm-slim\r\nRUN true\r\n',
    expected: { status: 'graded' },
  },
  {
    number: '26',
    name: 'a .dockerignore pattern that would take a regular expression forever',
    dockerfile: base,
    files: {
      '.dockerignore': `([^x]+)+!\n${'*a'.repeat(30)}*b\n${'**/'.repeat(30)}b\n`,
      ['a'.repeat(120)]: 'x',
      [`${'a/'.repeat(60)}c`]: 'x',
    },
    expected: { status: 'graded' },
  },
  {
    number: '26',
    name: 'variables that double forty times',
    dockerfile: `${base}ENV A0=xxxxxxxxxxxxxxxxxxxx\n${Array.from({ length: 40 }, (_, n) => `ENV A${n + 1}=$A${n}$A${n}\n`).join('')}RUN true\n`,
    coldBuildSeconds: 15,
    expected: { passed: false, status: expect.stringMatching(/out-of-memory|timed-out/) as string },
  },
  {
    number: '71',
    name: 'a path of 32 KiB that 3,100 instructions resolve',
    dockerfile: `${base}WORKDIR /${'a/'.repeat(16_000)}\n${'WORKDIR .\n'.repeat(3_100)}`,
    coldBuildSeconds: 30,
    expected: {
      passed: false,
      status: expect.stringMatching(/rejected|build-failed|timed-out|out-of-memory/) as string,
    },
  },
  {
    number: '26',
    name: '64 KiB of RUN lines',
    dockerfile: base + 'RUN a\n'.repeat(10_900),
    coldBuildSeconds: 15,
    expected: { status: 'timed-out', failure: { limit: 'cold build of 15 s' } },
  },
];

hostileCases([...refused, ...read]);
