import { expect, test } from 'vitest';
import { LogCap } from './log-cap.ts';

const bytes = (text: string) => Buffer.from(text);

test('output within the cap passes unchanged', () => {
  const cap = new LogCap(1024);
  expect(cap.take('a', bytes('one\n')) + cap.take('a', bytes('two\n'))).toBe('one\ntwo\n');
  expect(cap.full).toBe(false);
});

test('output over the cap ends with one marker and then nothing', () => {
  const cap = new LogCap(1024);
  const first = cap.take('a', bytes('x'.repeat(1025)));
  expect(first).toBe(`${'x'.repeat(1024)}\n[output cut here: more than 1 KiB]\n`);
  expect(cap.full).toBe(true);
  expect(cap.take('a', bytes('more'))).toBe('');
});

test('output that ends exactly at the cap gets no marker until more comes', () => {
  const cap = new LogCap(1024);
  expect(cap.take('a', bytes('x'.repeat(1024)))).toBe('x'.repeat(1024));
  expect(cap.take('a', bytes('y'))).toContain('output cut here');
});

test('a character that arrives in two pieces stays whole, also between two sources', () => {
  const cap = new LogCap(1024);
  const [head, tail] = [bytes('é').subarray(0, 1), bytes('é').subarray(1)];
  expect([cap.take('a', head), cap.take('b', bytes('-')), cap.take('a', tail)]).toEqual(['', '-', 'é']);
});

test('NUL and bytes that are no UTF-8 become the replacement character', () => {
  expect(new LogCap(1024).take('a', Buffer.from([0x61, 0, 0xff, 0x62]))).toBe('a\uFFFD\uFFFDb');
});
