import { expect } from 'vitest';
import { hostileCases, type HostileCase } from './cases.ts';

const base = 'FROM debian:bookworm-slim\n';
const rejected = (message: string | RegExp, more: object = {}) => ({
  status: 'rejected',
  passed: false,
  score: 0,
  failure: { phase: 'static', message: expect.stringMatching(message) as string, ...more },
});

/** Refused before a sandbox is taken. */
const refused: HostileCase[] = [
  {
    number: '8',
    name: 'a context over the limit',
    dockerfile: base,
    files: { 'big.bin': Buffer.alloc(21 * 1024 * 1024) },
    wanted: rejected('21 MiB; 20 MiB are allowed', { limit: 'context of 20 MiB' }),
  },
  ...['../../x', '/etc/x', 'a/../../x', 'a\\..\\x', './x', 'a//x', 'x\0'].map((path): HostileCase => ({
    number: '10',
    name: `a file named ${JSON.stringify(path)}`,
    dockerfile: base,
    files: { [path]: 'x' },
    wanted: rejected('leaves the build context'),
  })),
  ...[
    ['#', '# syntax=evil/frontend\n', 1],
    ['# without spaces, in capitals', '#SYNTAX=evil/frontend\n', 1],
    ['# behind another directive', '# escape=`\n# syntax=evil/frontend\n', 2],
    ['//', '// syntax=evil/frontend\n', 1],
    ['# after a shebang', '#!/usr/bin/env docker\n# syntax=evil/frontend\n', 2],
    ['# after a byte order mark', '\uFEFF# syntax=evil/frontend\n', 1],
    ['an address of its own', '# syntax=127.0.0.1:8080/docker/dockerfile\n', 1],
    ['a name that only begins alike', '# syntax=docker/dockerfile-evil\n', 1],
  ].map(([form, head, line]): HostileCase => ({
    number: '12',
    name: `a foreign frontend by ${form}`,
    dockerfile: `${head}${base}`,
    wanted: rejected(/names the frontend/, { line }),
  })),
  {
    number: '12',
    name: 'a foreign frontend by JSON',
    dockerfile: '{"syntax": "evil/frontend"}',
    wanted: rejected(/names the frontend/, { line: 1 }),
  },
  {
    number: '25',
    name: 'a Dockerfile of 0 bytes',
    dockerfile: '',
    wanted: rejected('is empty', { line: 1 }),
  },
  {
    number: '25',
    name: 'a Dockerfile of 10 MB',
    dockerfile: `${base}${'#'.repeat(10_000_000)}`,
    wanted: rejected('9.5 MiB; 64 KiB', { limit: 'Dockerfile of 64 KiB' }),
  },
  {
    number: '25',
    name: 'a Dockerfile that is not UTF-8',
    dockerfile: Buffer.from(`${base}RUN echo \xff\n`, 'latin1'),
    wanted: rejected('Line 2', { line: 2 }),
  },
  {
    number: '25',
    name: 'an image named by control characters',
    dockerfile: 'FROM \u001B]52;c;YQ==\u0007\n# syntax=\u001B[31m',
    wanted: { passed: false },
  },
  {
    number: '26',
    name: 'a .dockerignore of 1 MB',
    dockerfile: base,
    files: { '.dockerignore': '*a'.repeat(500_000) },
    wanted: rejected('976.6 KiB; 64 KiB', { limit: '.dockerignore of 64 KiB' }),
  },
  {
    number: '26',
    name: 'a .dockerignore that the engine cannot read',
    dockerfile: base,
    files: { '.dockerignore': '[a' },
    wanted: rejected('Line 1 of .dockerignore'),
  },
];

/** Read in bounded time, then built as what they are. */
const read: HostileCase[] = [
  {
    number: '12',
    name: 'the official frontend is the built-in one',
    dockerfile: `# syntax=docker/dockerfile:1\n${base}`,
    wanted: {
      status: 'graded',
      notices: expect.arrayContaining([expect.stringContaining('Nothing was fetched')]) as string[],
    },
  },
  {
    number: '12',
    name: 'a frontend by ARG BUILDKIT_SYNTAX',
    dockerfile: `ARG BUILDKIT_SYNTAX=evil/frontend\n${base}ARG BUILDKIT_SYNTAX=evil/frontend\nRUN true\n`,
    wanted: { status: 'graded' },
  },
  {
    number: '12',
    name: 'a frontend by the build argument BUILDKIT_SYNTAX',
    dockerfile: base,
    exercise: { buildArgs: { BUILDKIT_SYNTAX: 'evil/frontend' } },
    wanted: { status: 'build-failed' },
  },
  {
    number: '25',
    name: 'Windows line ends after a byte order mark',
    dockerfile: '\uFEFFFROM debian:bookworm-slim\r\nRUN true\r\n',
    wanted: { status: 'graded' },
  },
  {
    number: '26',
    name: 'a pattern of .dockerignore that takes a regular expression for ever',
    dockerfile: base,
    files: {
      '.dockerignore': `([^x]+)+!\n${'*a'.repeat(30)}*b\n${'**/'.repeat(30)}b\n`,
      ['a'.repeat(120)]: 'x',
      [`${'a/'.repeat(60)}c`]: 'x',
    },
    wanted: { status: 'graded' },
  },
  {
    number: '26',
    name: 'variables that double forty times',
    dockerfile: `${base}ENV A0=xxxxxxxxxxxxxxxxxxxx\n${Array.from({ length: 40 }, (_, n) => `ENV A${n + 1}=$A${n}$A${n}\n`).join('')}RUN true\n`,
    coldBuildSeconds: 15,
    wanted: { passed: false, status: expect.stringMatching(/out-of-memory|timed-out/) as string },
  },
  {
    number: '71',
    name: 'a folder of 32 KiB that 3,100 instructions resolve again',
    dockerfile: `${base}WORKDIR /${'a/'.repeat(16_000)}\n${'WORKDIR .\n'.repeat(3_100)}`,
    coldBuildSeconds: 30,
    wanted: {
      passed: false,
      status: expect.stringMatching(/rejected|build-failed|timed-out|out-of-memory/) as string,
    },
  },
  {
    number: '26',
    name: '64 KiB of RUN lines',
    dockerfile: base + 'RUN a\n'.repeat(10_900),
    coldBuildSeconds: 15,
    wanted: { status: 'timed-out', failure: { limit: 'cold build of 15 s' } },
  },
];

hostileCases([...refused, ...read]);
