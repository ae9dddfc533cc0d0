import { terminalLimits } from '@dfm/contracts/terminal';
import { expect, test } from 'vitest';
import { InputQueue, KEPT_LENGTH_MAX } from './input-queue.ts';

/** Everything that the queue has to send. */
function sent(queue: InputQueue) {
  const inputs = [];
  for (let input = queue.next(); input !== undefined; input = queue.next()) inputs.push(input);
  return inputs;
}

test('inputs are numbered over all shells when they are sent', () => {
  const queue = new InputQueue();
  queue.add(0, 'a');
  queue.add(1, 'b');
  expect(sent(queue)).toEqual([
    { shell: 0, number: 1, text: 'a' },
    { shell: 1, number: 2, text: 'b' },
  ]);
  queue.add(0, 'c');
  expect(sent(queue)).toEqual([{ shell: 0, number: 3, text: 'c' }]);
});

test('what is typed into a shell while nothing can be sent becomes one input', () => {
  const queue = new InputQueue();
  for (const key of 'docker ps') queue.add(0, key);
  expect(sent(queue)).toEqual([{ shell: 0, number: 1, text: 'docker ps' }]);
});

test('an input that was sent is never added to', () => {
  const queue = new InputQueue();
  queue.add(0, 'a');
  queue.next();
  queue.add(0, 'b');
  queue.restart(0);
  expect(sent(queue).map(({ text }) => text)).toEqual(['a', 'b']);
});

test('a new connection sends again what was not received, under the same numbers', () => {
  const queue = new InputQueue();
  for (const text of ['a', 'b', 'c']) {
    queue.add(0, text);
    queue.next();
  }
  queue.confirm(1);
  queue.restart(2);
  queue.add(0, 'd');
  expect(sent(queue)).toEqual([
    { shell: 0, number: 3, text: 'c' },
    { shell: 0, number: 4, text: 'd' },
  ]);
});

test('a confirmation in between changes nothing about what is still to be sent', () => {
  const queue = new InputQueue();
  queue.add(0, 'a');
  queue.add(1, 'b');
  queue.next();
  queue.confirm(1);
  expect(sent(queue)).toEqual([{ shell: 1, number: 2, text: 'b' }]);
});

test('a long paste is split, but no character is', () => {
  const queue = new InputQueue();
  const text = `${'x'.repeat(terminalLimits.inputLength - 1)}🐳${'y'.repeat(terminalLimits.inputLength)}`;
  queue.add(0, text);
  const parts = sent(queue).map((input) => input.text);
  expect(parts.join('')).toBe(text);
  expect(parts.map((part) => part.length)).toEqual([
    terminalLimits.inputLength - 1,
    terminalLimits.inputLength,
    2,
  ]);
  expect(parts.every((part) => part.isWellFormed())).toBe(true);
});

test('what was typed into a shell that ended is forgotten', () => {
  const queue = new InputQueue();
  queue.add(0, 'a');
  queue.add(1, 'b');
  queue.next();
  queue.drop(0);
  expect(sent(queue)).toEqual([{ shell: 1, number: 2, text: 'b' }]);
});

test('more than the limit is refused as a whole', () => {
  const queue = new InputQueue();
  expect(queue.add(0, 'x'.repeat(KEPT_LENGTH_MAX))).toBe(true);
  expect(queue.add(0, 'y')).toBe(false);
  expect(sent(queue).every(({ text }) => !text.includes('y'))).toBe(true);
  queue.confirm(10_000);
  expect(queue.add(0, 'y')).toBe(true);
});
