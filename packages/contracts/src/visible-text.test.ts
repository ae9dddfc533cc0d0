import { describe, expect, test } from 'vitest';
import { inertJson, visibleLine, visibleText, visibleTexts } from './visible-text.ts';

const hostile: [name: string, text: string, expected: string][] = [
  ['an escape', 'a\u001b[2Jb', 'a‹U+001B›[2Jb'],
  ['an 8-bit CSI', 'a\u009b2Jb', 'a‹U+009B›2Jb'],
  ['a clipboard write (OSC 52)', '\u001b]52;c;ZXZpbA==\u0007', '‹U+001B›]52;c;ZXZpbA==‹U+0007›'],
  ['NUL, backspace, delete, carriage return', '\0\b\u007f\r', '‹U+0000›‹U+0008›‹U+007F›‹U+000D›'],
  ['a direction override', 'gpj.\u202eexe', 'gpj.‹U+202E›exe'],
  ['an isolate and an Arabic letter mark', '\u2066\u061c', '‹U+2066›‹U+061C›'],
  ['zero-width characters', 'a\u200bb\ufeffc\u2060', 'a‹U+200B›b‹U+FEFF›c‹U+2060›'],
  ['a Hangul filler, which looks like a space', '\u3164', '‹U+3164›'],
  ['tag characters', '\u{e0041}', '‹U+E0041›'],
  ['a line separator', 'a\u2028b', 'a‹U+2028›b'],
  ['half a surrogate pair', 'a\ud800', 'a‹U+D800›'],
];
const harmless: [name: string, text: string][] = [
  ['line feed and tab', 'a\n\tb'],
  ['letters of any script', 'é 漢 ع שלום'],
  ['emoji, with the selector that colours it', '🐋 ⚠️'],
  ['markup', '<img src=x onerror=alert(1)>'],
];

describe('visibleText', () => {
  test.each(hostile)('%s', (_name, text, expected) => expect(visibleText(text)).toBe(expected));
  test.each(harmless)('near miss: %s', (_name, text) => expect(visibleText(text)).toBe(text));
});

test('visibleLine shows line feeds and tabs too', () =>
  expect(visibleLine('a\n\tb\u001b')).toBe('a‹U+000A›‹U+0009›b‹U+001B›'));

test('visibleTexts changes every text and nothing else', () => {
  expect(visibleTexts({ a: ['\u202e', 1, null, { b: '\u001b' }], c: true, d: undefined })).toEqual({
    a: ['‹U+202E›', 1, null, { b: '‹U+001B›' }],
    c: true,
    d: undefined,
  });
});

describe('inertJson', () => {
  test.each(hostile)('%s', (_name, text) => {
    const json = inertJson(JSON.stringify({ text }, null, 2));
    expect(JSON.parse(json)).toEqual({ text });
    expect(visibleText(json)).toBe(json);
  });
  test('keeps the line feeds between its parts', () =>
    expect(inertJson('{\n  "a": 1\n}\n')).toBe('{\n  "a": 1\n}\n'));
});
