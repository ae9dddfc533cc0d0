import { expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { FakeShell } from '../terminals/testing/fake-shell.ts';
import { inTypedShell, TypedShell } from './typed-shell.ts';

const longMs = 10_000;
const prompt = '\u001b[1;34m~\u001b[0m$ ';

function opened() {
  const shell = new FakeShell();
  shell.print(prompt);
  return { shell, typed: new TypedShell(shell) };
}

/** What was typed at last, once it was. */
async function lastLine(shell: FakeShell, beginning: string): Promise<string> {
  await expect.poll(() => shell.typed.split('\r').at(-2)).toMatch(beginning);
  return shell.typed.split('\r').at(-2)!;
}

/** Lets the shell run the `echo` at the end of the commands. */
async function echo(shell: FakeShell, after = prompt): Promise<void> {
  const line = await lastLine(shell, 'echo ');
  const answer = line.replace('echo ', '').replaceAll('"', '');
  shell.print(`${line}\r\n${answer.slice(0, 10)}`);
  shell.print(`${answer.slice(10)}\r\n${after}`);
}

test('types a line once the shell reads it, and has finished when the last one was run', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('docker run -d nginx\ncd app', longMs);
  await lastLine(shell, 'docker run');
  shell.print('docker run -d nginx\r\npulling');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(shell.typed).toBe('docker run -d nginx\r');
  shell.print(`\r\n${prompt}`);
  await lastLine(shell, 'cd app');
  shell.print(`cd app\r\n${prompt}`);
  await echo(shell);
  expect(await finished).toBe(true);
});

test('types into a program that a line has started', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('python\nexit()', longMs);
  await lastLine(shell, 'python');
  shell.print('python\r\nPython 3.11\r\n>>> ');
  await lastLine(shell, 'exit');
  shell.print(`exit()\r\n${prompt}`);
  await echo(shell);
  expect(await finished).toBe(true);
});

test('commands that leave a program in the shell do not finish', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('python', longMs);
  await lastLine(shell, 'python');
  shell.print('python\r\n>>> ');
  const line = await lastLine(shell, 'echo ');
  shell.print(`${line}\r\nSyntaxError\r\n>>> `);
  expect(await finished).toBe(false);
});

test('what the terminal shows of a typed command is not its end', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('sleep 1', 300);
  await lastLine(shell, 'sleep');
  shell.print('sleep 1 > ');
  expect(await finished).toBe(false);
  expect(shell.typed).toBe('sleep 1\r');
});

test('text that looks like a prompt, and is followed by more at once, is none', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('build\nls', 500);
  await lastLine(shell, 'build');
  shell.print('build\r\n[===> ');
  shell.print(']');
  expect(await finished).toBe(false);
  expect(shell.typed).toBe('build\r');
});

test('finds the end after any amount of output', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('yes', longMs);
  await lastLine(shell, 'yes');
  shell.print(`yes\r\n${'y\r\n'.repeat(100_000)}${prompt}`);
  await echo(shell);
  expect(await finished).toBe(true);
});

test('a job that prints later does not keep the next commands from being typed', async () => {
  const { shell, typed } = opened();
  const first = typed.run('logs &', longMs);
  await lastLine(shell, 'logs');
  shell.print(`logs &\r\n[1] 7\r\n${prompt}`);
  await echo(shell);
  expect(await first).toBe(true);
  shell.print('a line of the job\r\n');
  const second = typed.run('ls', longMs);
  await lastLine(shell, 'ls');
  shell.print(`ls\r\n${prompt}`);
  await echo(shell);
  expect(await second).toBe(true);
});

test('commands that end the shell do not finish', async () => {
  const { shell, typed } = opened();
  const finished = typed.run('exit', longMs);
  await lastLine(shell, 'exit');
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
