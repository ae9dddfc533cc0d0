import { expect, test } from 'vitest';
import { typeLines, whatIsInTheWay } from './type-lines.ts';

/** A screen whose shell shows its prompt when the test says so. */
function screenAt(line: string, hasBracketedPaste = true) {
  const listeners = new Set<() => void>();
  return {
    hasBracketedPaste: () => hasBracketedPaste,
    onBracketedPaste(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lines: () => ['something before', line],
    listeners,
    async prompt() {
      for (const listener of listeners) listener();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test('each line is typed once the shell waits for it', async () => {
  const screen = screenAt('~$ ');
  const typed: string[] = [];
  const typing = typeLines('one\n  two\n', screen, (text) => typed.push(text), new AbortController().signal);
  expect(typed).toEqual(['\x05\x15', 'one\r']);
  await screen.prompt();
  expect(typed).toEqual(['\x05\x15', 'one\r', '  two\r']);
  await screen.prompt();
  await typing;
  expect(screen.listeners.size).toBe(0);
});

test('nothing more is typed after the learner has typed', async () => {
  const screen = screenAt('~$ ');
  const typed: string[] = [];
  const stopped = new AbortController();
  const typing = typeLines('one\ntwo', screen, (text) => typed.push(text), stopped.signal);
  stopped.abort();
  await typing;
  await screen.prompt();
  expect(typed).toEqual(['\x05\x15', 'one\r']);
  expect(screen.listeners.size).toBe(0);
});

test.each([
  ['a prompt', '~$ ', true, undefined],
  ['a prompt in a folder', '~/data$ ls', true, undefined],
  ['a program that runs', 'cat', false, 'program'],
  ['a container', 'root@8f3a0c1d2e4b:/# ', true, 'container'],
  ['near miss: a host with a name', 'root@buildhost:/# ', true, undefined],
] as const)('%s', (_name, line, hasBracketedPaste, expected) =>
  expect(whatIsInTheWay(screenAt(line, hasBracketedPaste))).toBe(expected),
);
