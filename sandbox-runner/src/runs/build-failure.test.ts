import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { FailedVertex } from '../engine/build-trace.ts';
import { explainBuildFailure, isPlatformFault } from './build-failure.ts';

const dockerfile = parseDockerfile(
  'FROM python:3.11\nRUN pip install x\nCOPY --from=docker.io/library/tools /a /b\nFROM nope\nCOPY missing.txt .\nRUN --network=none true\nRUN --network=host true\nRUN --security=insecure true\nRUN --device=vendor/gpu=0 true\n',
);
const vertex = (changes: Partial<FailedVertex>): FailedVertex => ({
  digest: 'd',
  name: '[2/3] RUN pip install x',
  line: 2,
  error: '',
  ...changes,
});

test.each<[string, string, FailedVertex | undefined, string, number | undefined]>([
  [
    'a command',
    'failed to solve: …',
    vertex({ error: 'process "/bin/sh -c pip install x" did not complete successfully: exit code: 1' }),
    'Line 2: RUN pip install x ended with exit code 1.',
    2,
  ],
  [
    "a command, in an old engine's message",
    '…',
    vertex({ error: 'executor failed running [/bin/sh -c x]: exit code: 127' }),
    'Line 2: RUN pip install x ended with exit code 127.',
    2,
  ],
  [
    'a missing base image',
    '…',
    vertex({
      name: '[internal] load metadata for docker.io/library/nope:latest',
      line: undefined,
      error: 'dial tcp: no such host',
    }),
    'Line 4: the image nope:latest is not on the shelf, and builds cannot pull other images. On the shelf: python:3.11-slim.',
    4,
  ],
  [
    'an image that only COPY --from names',
    '…',
    vertex({
      name: '[internal] load metadata for docker.io/library/tools:latest',
      line: undefined,
      error: 'x',
    }),
    'Line 3: the image tools:latest is not on the shelf, and builds cannot pull other images. On the shelf: python:3.11-slim.',
    3,
  ],
  [
    'an unknown instruction',
    'dockerfile parse error on line 2: unknown instruction: FOO',
    undefined,
    'Line 2 cannot be read: unknown instruction: FOO.',
    2,
  ],
  [
    "an unknown instruction, in an old engine's message",
    'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: FOO',
    undefined,
    'Line 2 cannot be read: unknown instruction: FOO.',
    2,
  ],
  [
    'a missing file',
    '…',
    vertex({
      name: '[2/2] COPY missing.txt .',
      line: 5,
      error: 'failed to calculate checksum of ref x: "/missing.txt": not found',
    }),
    'Line 5: missing.txt cannot be copied: it is not in the build context, or .dockerignore excludes it.',
    5,
  ],
  [
    'an address',
    '…',
    vertex({
      name: '[2/2] ADD https://example.com/x /x',
      error:
        'Get "https://example.com/x": dial tcp: lookup example.com on 9.9.9.9:53: dial udp 9.9.9.9:53: connect: no route to host',
    }),
    'Line 2: https://example.com/x cannot be fetched: builds can reach only the shelf. Put the files into the build context and copy them.',
    2,
  ],
  [
    'a git repository',
    '…',
    vertex({
      name: '[2/2] ADD https://example.com/x.git /x',
      error:
        'failed to init repo at /data/x: git error: exec: "git": executable file not found in $PATH\nstderr:',
    }),
    'Line 2: a git repository cannot be fetched: builds can reach only the shelf. Put the files into the build context and copy them.',
    2,
  ],
  [
    'near miss: a command that contains the same message',
    '…',
    vertex({
      name: '[2/2] RUN echo',
      error:
        'process "/bin/sh -c echo Get "https://example.com/x": dial tcp" did not complete successfully: exit code: 1',
    }),
    'Line 2: RUN echo ended with exit code 1.',
    2,
  ],
  [
    'a target that is not a stage',
    'failed to solve: target stage "solar" could not be found',
    undefined,
    'There is no stage solar to build with docker build --target solar. Write FROM … AS solar.',
    undefined,
  ],
  [
    "a target that is not a stage, in an old engine's message",
    'failed to reach build target solar in Dockerfile',
    undefined,
    'There is no stage solar to build with docker build --target solar. Write FROM … AS solar.',
    undefined,
  ],
  [
    "anything else, without the engine's prefixes",
    'failed to solve: rpc error: code = Unknown desc = something odd',
    undefined,
    'Something odd.',
    undefined,
  ],
  [
    "the host's network",
    'failed to load LLB: network.host is not allowed',
    undefined,
    "Line 7: a build cannot use the host's network. Remove --network=host: packages come from the shelf without it.",
    7,
  ],
  [
    'privileges',
    'dockerfile parse error on line 8: unknown flag: security',
    undefined,
    'Line 8: a step cannot change its privileges. Remove --security: package managers and compilers work without it.',
    8,
  ],
  [
    'a device',
    'dockerfile parse error on line 9: unknown flag: device',
    undefined,
    'Line 9: a build cannot use devices. Remove --device, and use the device when the container runs.',
    9,
  ],
  [
    'a flag that only starts like one',
    'dockerfile parse error on line 2: unknown flag: devices',
    undefined,
    'Line 2 cannot be read: unknown flag: devices.',
    2,
  ],
  [
    'a user who does not exist',
    '…',
    vertex({
      error:
        'process "/bin/sh -c pip install x" did not complete successfully: unable to find user lena: no matching entries in passwd file',
    }),
    'Line 2: RUN pip install x could not be started: unable to find user lena: no matching entries in passwd file.',
    2,
  ],
])('%s', (_name, message, failed, expected, line) => {
  const explained = explainBuildFailure({ message, vertex: failed, logTail: '' }, dockerfile, [
    'python:3.11-slim',
  ]);
  expect([explained.message, explained.line]).toEqual([expected, line]);
});

const deep = parseDockerfile(`FROM python:3.11\n${'COPY x y\n'.repeat(600)}`);

test.each<[name: string, error: string, isExpected: boolean]>([
  ['that the kernel rejects', 'invalid argument', true],
  ['that an engine rejects', 'failed to register layer: max depth exceeded', true],
  ['that take too long to write', 'failed to solve: context deadline exceeded', true],
  ['near miss: a different error', 'failed to solve: no space left on device', false],
])('too many layers: %s', (_name, error, isExpected) => {
  const isExplained = (file: typeof deep) =>
    explainBuildFailure(
      { message: error, vertex: vertex({ error }), logTail: '' },
      file,
      [],
    ).message.startsWith('A stage with 600 steps makes more layers than the engine can stack');
  expect(isExplained(deep)).toBe(isExpected);
  expect(isExplained(dockerfile)).toBe(false);
});

test('a secret as a variable, in an engine that cannot do that', () => {
  const error = "unexpected key 'env' in 'env=TOKEN'";
  const build = { message: error, vertex: undefined, logTail: '' };
  const withSecret = parseDockerfile('FROM a\nRUN --mount=type=secret,id=token,env=TOKEN true\n');
  expect(explainBuildFailure(build, withSecret, [])).toEqual({
    message:
      'Line 2: the engine of this sandbox is too old for env= in a secret mount. Remove env= and read the file: "$(cat /run/secrets/token)".',
    line: 2,
  });
});

test('the limit on the length of a path is named', () => {
  const error = 'lstat /data/x: file name too long';
  expect(
    explainBuildFailure({ message: error, vertex: vertex({ error }), logTail: '' }, dockerfile, []).limit,
  ).toBe('4,095 bytes a path');
});

const neverStarted =
  'process "nosuch" did not complete successfully: /usr/local/lib/sandbox/build-runc did not terminate successfully: exit status -1';
const noProgram =
  'runc run failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\n';
const noContainer =
  'runc run failed: unable to start container process: waiting for init preliminary setup: read init-p: connection reset by peer\n';

test('a missing program is reported with runc’s message', () => {
  const failed = {
    message: '…',
    vertex: vertex({ name: '[2/3] RUN ["nosuch"]', error: neverStarted }),
    logTail: noProgram,
  };
  expect(explainBuildFailure(failed, dockerfile, [])).toEqual({
    message:
      'Line 2: RUN ["nosuch"] could not be started: exec: "nosuch": executable file not found in $PATH.',
    line: 2,
  });
});

test.each<[string, FailedVertex | undefined, string, boolean]>([
  ['a step whose container did not start', vertex({ error: neverStarted }), noContainer, true],
  [
    'a step that could not be mounted',
    vertex({ error: 'failed to mount /tmp/x: invalid argument' }),
    '',
    true,
  ],
  ['near miss: a missing program', vertex({ error: neverStarted }), noProgram, false],
  [
    'near miss: a step that printed the message and exited with code 1',
    vertex({ error: 'process "/bin/sh -c x" did not complete successfully: exit code: 1' }),
    noContainer,
    false,
  ],
  ['near miss: a Dockerfile that cannot be read', undefined, noContainer, false],
])('whose fault: %s', (_name, failed, logTail, isOurs) => {
  expect(isPlatformFault({ message: '…', vertex: failed, logTail })).toBe(isOurs);
});

test.each([
  [
    'a path that is longer than the kernel accepts',
    `lstat /data/docker/buildkit/1/${'a/'.repeat(16_000)}: file name too long`,
    'Line 2: a path is longer than the 4,095 bytes that Linux allows. Shorten it.',
  ],
  [
    'near miss: the middle of a long missing path is cut',
    `lstat /data/${'a/'.repeat(16_000)}end: no such file or directory`,
    /^Line 2: lstat \/data\/a.{200,300} … .{200,300}end: no such file or directory\.$/,
  ],
])('long messages of the engine: %s', (_name, error, message) => {
  const failed = { message: error, vertex: vertex({ error }), logTail: '' };
  expect(explainBuildFailure(failed, dockerfile, []).message).toMatch(message);
});
