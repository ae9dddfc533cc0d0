import { expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { FakeShell } from '../terminals/testing/fake-shell.ts';
import { inTypedShell, TypedShell } from './typed-shell.ts';

const longMs = 10_000;

function opened() {
  const shell = new FakeShell();
  return { shell, typed: new TypedShell(shell) };
}

/** What a shell prints when it runs the command that was typed last. */
function answerOf(shell: FakeShell): string {
  return /echo (\S+)\r$/.exec(shell.typed)![1]!.replaceAll('"', '');
}

test('types line by line, and has finished when the last command was run', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('docker run -d nginx\ncd app', longMs);
  await expect.poll(() => shell.typed).toMatch(/^docker run -d nginx\rcd app\recho \S+\r$/);
  shell.print(`some output\r\n${answerOf(shell)}\r\n`);
  expect(await finished).toBe(true);
});

test('what the terminal shows of a typed command is not its end', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('sleep 1', 300);
  await expect.poll(() => shell.typed).toMatch(/echo/);
  shell.print(`$ ${shell.typed}`);
  expect(await finished).toBe(false);
});

test('finds the end in pieces, after any amount of output', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('yes', longMs);
  await expect.poll(() => shell.typed).toMatch(/echo/);
  shell.print('y\r\n'.repeat(100_000));
  const answer = answerOf(shell);
  shell.print(answer.slice(0, 10));
  shell.print(answer.slice(10));
  expect(await finished).toBe(true);
});

test('commands that end the shell do not finish', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('exit', longMs);
  await expect.poll(() => shell.typed).toMatch(/echo/);
  shell.exit();
  expect(await finished).toBe(false);
  expect(await typed.run('ls', longMs), 'nor do those after them').toBe(false);
});

test('commands of which nothing is read do not finish', async () => {
  const { shell, typed } = opened();
  shell.isReading = false;
  expect(await typed.run('ls', 300)).toBe(false);
});

test('closes the shell at the end, also after an error', async () => {
  const shell = new FakeShell();
  const sandbox = { openShell: async () => shell } as unknown as Sandbox;
  const failing = inTypedShell(sandbox, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(shell.isClosed).toBe(true);
});
