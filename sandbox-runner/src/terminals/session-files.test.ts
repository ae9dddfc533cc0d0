import type { ShellMessage } from '@dfm/contracts/terminal';
import type { FileRequest } from '@dfm/contracts/terminal-files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SessionFiles } from './session-files.ts';
import { FakeProgram } from './testing/fake-program.ts';

const folder = (path: string): FileRequest => ({ kind: 'folder', path });
let files: SessionFiles;
/** Programs in the order in which they were started. */
let started: FakeProgram[];
let told: [connection: number, message: ShellMessage][];
let uses: number;
let answer: (request: string[]) => string[] | undefined;

beforeEach(() => {
  started = [];
  told = [];
  uses = 0;
  answer = () => ['ok'];
  files = new SessionFiles({
    start: async () => {
      const program = new FakeProgram((request) => answer(request));
      started.push(program);
      return program;
    },
    tell: (connection, message) => told.push([connection, message]),
    onUse: () => (uses += 1),
  });
});
afterEach(() => files.close());

const ask = (connection: number, number: number, request: FileRequest) =>
  files.handle(connection, { type: 'file', number, request });
const answers = () =>
  told.map(([connection, message]) => [connection, message.type === 'file' && message.answer]);

test('one program answers all pages, in order, and is started by the first request', async () => {
  expect(started).toEqual([]);
  ask(1, 7, folder('a'));
  ask(2, 7, folder('b'));
  await expect
    .poll(() => told)
    .toEqual([
      [1, { type: 'file', number: 7, answer: { kind: 'done' } }],
      [2, { type: 'file', number: 7, answer: { kind: 'done' } }],
    ]);
  expect(started.map(({ requests }) => requests)).toEqual([
    [
      ['folder', 'a'],
      ['folder', 'b'],
    ],
  ]);
});

test('a program that answers nonsense, or ends, is replaced', async () => {
  answer = () => ['nonsense'];
  ask(1, 1, folder('a'));
  await expect.poll(answers).toEqual([[1, { kind: 'failed', reason: 'unavailable' }]]);
  expect(started[0]!.isClosed).toBe(true);
  answer = () => {
    void started[1]!.close();
    return undefined;
  };
  ask(1, 2, folder('a'));
  await expect.poll(answers).toHaveLength(2);
  answer = () => ['ok'];
  ask(1, 3, folder('a'));
  await expect
    .poll(() => answers().slice(1))
    .toEqual([
      [1, { kind: 'failed', reason: 'unavailable' }],
      [1, { kind: 'done' }],
    ]);
  expect(started).toHaveLength(3);
});

test('a sandbox in which the program cannot be started is said to be unavailable', async () => {
  files = new SessionFiles({
    start: () => Promise.reject(new Error('the sandbox has ended')),
    tell: (connection, message) => told.push([connection, message]),
    onUse: () => undefined,
  });
  ask(1, 1, folder('a'));
  await expect.poll(answers).toEqual([[1, { kind: 'failed', reason: 'unavailable' }]]);
});

test('requests beyond those that may wait are refused at once', async () => {
  answer = () => undefined;
  for (let number = 1; number <= 65; number += 1) ask(1, number, folder('a'));
  expect(told).toEqual([[1, { type: 'file', number: 65, answer: { kind: 'failed', reason: 'busy' } }]]);
});

test('what pages ask for by themselves is no use', async () => {
  answer = ([kind]) => (kind === 'list' ? ['ok', '1', '0'] : ['ok']);
  ask(1, 1, { kind: 'list', path: '' });
  ask(1, 2, { kind: 'changes', known: [{ path: '', version: '1' }] });
  await expect.poll(answers).toHaveLength(2);
  expect(uses).toBe(0);
  ask(1, 3, folder('a'));
  await expect.poll(() => uses).toBe(1);
});

test('after the end, nothing is answered', async () => {
  answer = () => undefined;
  ask(1, 1, folder('a'));
  ask(1, 2, folder('b'));
  await expect.poll(() => started).toHaveLength(1);
  await files.close();
  expect(started[0]!.isClosed).toBe(true);
  ask(1, 3, folder('c'));
  await expect.poll(answers).toEqual([[1, { kind: 'failed', reason: 'unavailable' }]]);
  expect(started).toHaveLength(1);
});
