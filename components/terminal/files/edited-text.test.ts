import { expect, test } from 'vitest';
import { readText, writeText } from './edited-text.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test.each([
  ['lines', 'a\nb\n', 'a\nb\n'],
  ['no text', '', ''],
  ['lines as in Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['a byte order mark', '\ufeffa\n', 'a\n'],
  ['a mark in the middle, which belongs to the text', 'a\ufeffb', 'a\ufeffb'],
  ['characters outside the basic plane', '🐳\r\n', '🐳\n'],
])('%s: shown with line feeds, and written as it was', (_name, raw, shown) => {
  const read = readText(bytesOf(raw))!;
  expect(read.text).toBe(shown);
  expect(read.isMixed).toBe(false);
  expect(writeText(read.text, read.form)).toEqual(bytesOf(raw));
});

test.each([
  ['both line ends', 'a\r\nb\nc'],
  ['a single carriage return', 'a\rb\n'],
  ['a single carriage return between lines of Windows', 'a\r\nb\rc\r\n'],
])('%s: is mixed', (_name, raw) => expect(readText(bytesOf(raw))).toMatchObject({ isMixed: true }));

test.each([
  ['bytes that are not UTF-8', new Uint8Array([0x61, 0xff])],
  ['a character that is cut off', bytesOf('ä').subarray(0, 1)],
  ['a null byte', bytesOf('a\0b')],
])('%s: is not text', (_name, bytes) => expect(readText(bytes)).toBeUndefined());
