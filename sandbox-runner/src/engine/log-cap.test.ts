import { expect, test } from 'vitest';
import { LogCap } from './log-cap.ts';

const bytes = (text: string) => Buffer.from(text);

test('output within the limit is unchanged', () => {
  const cap = new LogCap(1024);
  expect(cap.take('a', bytes('one\n')) + cap.take('a', bytes('two\n'))).toBe('one\ntwo\n');
  expect(cap.full).toBe(false);
});

test('output over the limit ends with one marker, and the rest is dropped', () => {
  const cap = new LogCap(1024);
  const first = cap.take('a', bytes('x'.repeat(1025)));
  expect(first).toBe(`${'x'.repeat(1024)}\n[output cut here: more than 1 KiB]\n`);
  expect(cap.full).toBe(true);
  expect(cap.take('a', bytes('more'))).toBe('');
});

test('output that ends exactly at the limit gets no marker until there is more', () => {
  const cap = new LogCap(1024);
  expect(cap.take('a', bytes('x'.repeat(1024)))).toBe('x'.repeat(1024));
  expect(cap.take('a', bytes('y'))).toContain('output cut here');
});

test('a character that arrives in two pieces is decoded correctly, even with another source in between', () => {
  const cap = new LogCap(1024);
  const [head, tail] = [bytes('é').subarray(0, 1), bytes('é').subarray(1)];
  expect([cap.take('a', head), cap.take('b', bytes('-')), cap.take('a', tail)]).toEqual(['', '-', 'é']);
});

test('NUL and bytes that are not UTF-8 become the replacement character', () => {
  expect(new LogCap(1024).take('a', Buffer.from([0x61, 0, 0xff, 0x62]))).toBe('a\uFFFD\uFFFDb');
});
