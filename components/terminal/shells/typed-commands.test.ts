import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QUIET_MS, TypedCommands } from './typed-commands.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const clear = '\x05\x15';
/** Turns bracketed paste on and shows the prompt, as bash does. */
const prompt = '\x1b[?2004h\x1b[01;34m~\x1b[00m$ ';

function typing(commands: string) {
  const typed: string[] = [];
  const done = vi.fn<() => void>();
  const typedCommands = new TypedCommands(commands, (text) => typed.push(text), done);
  return {
    typed,
    done,
    stop: () => typedCommands.stop(),
    print(...texts: string[]) {
      for (const text of texts) typedCommands.printed(text);
      vi.advanceTimersByTime(QUIET_MS);
    },
  };
}

test('each line is typed once the shell reads, and all is done when the last one has ended', () => {
  const { typed, done, print } = typing('one\n  two\n');
  expect(typed).toEqual([clear, 'one\r']);
  print('one\r\n', prompt);
  expect(typed).toEqual([clear, 'one\r', '  two\r']);
  print('  two\r\n');
  expect(done).not.toHaveBeenCalled();
  print(prompt);
  print(prompt);
  expect(typed).toHaveLength(3);
  expect(done).toHaveBeenCalledOnce();
});

test.each([
  ['a program that reads', 'one\r\nContinue? [y/N] ', true],
  ['the next line of a command', 'one\r\n> ', true],
  ['only what is typed, at the prompt', `${prompt}one`, false],
  ['a program that prints', 'one\r\n10 % \r\n', false],
])('after %s, the next line is typed: %#', (_name, output, isTyped) => {
  const { typed, print } = typing('one\ntwo');
  print(output);
  expect(typed.includes('two\r')).toBe(isTyped);
});

test('near miss: what looks like a prompt is followed by something', () => {
  const { typed, print } = typing('one\ntwo');
  print('one\r\nstep 1: ', 'pulling');
  expect(typed).not.toContain('two\r');
});

test('nothing more is typed after the learner has typed', () => {
  const { typed, done, print, stop } = typing('one\ntwo');
  stop();
  print('one\r\n', prompt);
  expect(typed).toEqual([clear, 'one\r']);
  expect(done).not.toHaveBeenCalled();
});
