import { expect, test } from 'vitest';
import { Canaries, noCanaries } from './canaries.ts';

const value = 'abcdefghijklmnopqrstuvwxyz2345';
const canaries = new Canaries(
  new Map([
    ['pip_token', value],
    ['other', 'qwertzuiopasdfghjklyxcvbnm7654'],
  ]),
);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = Buffer.from(value).toString('hex');
/** Like the output of `base64` and `xxd -p`: a line break after every `columns` characters. */
const wrapped = (text: string, columns: number) => text.replaceAll(new RegExp(`.{${columns}}`, 'g'), '$&\n');

const rows: [name: string, text: string, forms: string[]][] = [
  ['plain', `token = "${value}"`, ['plain']],
  ['in a URL', `https://u:${encodeURIComponent(value)}@host/simple`, ['plain']],
  ['in JSON', JSON.stringify({ auths: { token: value } }), ['plain']],
  ['half of it', value.slice(0, 15), ['plain']],
  ['the other half', value.slice(15), ['plain']],
  ['base64', base64(value), ['base64']],
  ['base64 after one byte', base64(`:${value}`), ['base64']],
  ['base64 after two bytes, with more after it', base64(`u:${value} and more`), ['base64']],
  ['base64url', Buffer.from(`user:${value}`).toString('base64url'), ['base64']],
  ['hexadecimal', hex, ['hex']],
  ['in upper case', hex.toUpperCase(), ['hex']],
  ['percent signs', hex.replaceAll(/../g, '%$&'), ['escaped']],
  ['near miss: a part of a half', value.slice(0, 14), []],
  ['near miss: a different value', 'abcdefghijklmnopqrstuvwxyz2345'.split('').toReversed().join(''), []],
  ['near miss: nothing', '', []],
];

test.each(rows)('%s', (_, text, forms) => {
  expect(canaries.inText(text)).toEqual(forms.map((form) => ({ secret: 'pip_token', form })));
  expect(noCanaries.inText(text)).toEqual([]);
  const shown = canaries.hide(text);
  expect(canaries.inText(shown)).toEqual([]);
  expect(shown.includes('(hidden)')).toBe(forms.length > 0);
  expect(noCanaries.hide(text)).toBe(text);
});

test('the text around it is kept', () => {
  expect(canaries.hide(`a ${value} b ${value}${value} c`)).toBe('a (hidden) b (hidden) c');
});

test('every form is found with a line break anywhere', () => {
  for (let before = 0; before < 80; before += 1) {
    expect(
      canaries.inText(wrapped(base64('x'.repeat(before) + value + 'y'.repeat(40)), 76)),
      `base64 after ${before}`,
    ).toContainEqual({ secret: 'pip_token', form: 'base64' });
    expect(
      canaries.inText(wrapped(Buffer.from('x'.repeat(before) + value).toString('hex'), 60)),
      `xxd after ${before}`,
    ).toContainEqual({ secret: 'pip_token', form: 'hex' });
  }
});

test('a stream is searched across its pieces, wherever it is split', () => {
  const content = Buffer.from(`\0\u00ff${value}\0`);
  for (let at = 0; at <= content.length; at += 1) {
    const search = canaries.inStream();
    search.take(content.subarray(0, at));
    search.take(content.subarray(at));
    expect(search.found(), `cut at ${at}`).toEqual([{ secret: 'pip_token', form: 'plain' }]);
  }
  const bytewise = canaries.inStream();
  for (const byte of content) bytewise.take(Buffer.from([byte]));
  expect(bytewise.found()).toEqual([{ secret: 'pip_token', form: 'plain' }]);
});

test('the key distinguishes sets of values without revealing them', () => {
  const same = new Canaries(new Map([['pip_token', value]]));
  expect(new Canaries(new Map([['pip_token', value]])).key).toBe(same.key);
  expect(new Set([same.key, canaries.key, noCanaries.key]).size).toBe(3);
  expect(same.key).not.toContain(value.slice(0, 8));
});
