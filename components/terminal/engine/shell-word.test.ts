import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test.each<[name: string, text: string, expected: string]>([
  ['a name', 'web-1.a_b', 'web-1.a_b'],
  ['an image with a registry and a digest', 'host:5000/team/app@sha256:0a', 'host:5000/team/app@sha256:0a'],
  ['near miss: a space', 'my shop', "'my shop'"],
  ['a command', '$(reboot)', "'$(reboot)'"],
  ['a second command', 'a;b&c|d', "'a;b&c|d'"],
  ['a quote', "it's", String.raw`'it'\''s'`],
  ['the home folder', '~', "'~'"],
  ['an event of the history', 'a!b', "'a!b'"],
  ['nothing', '', "''"],
])('%s', (_name, text, expected) => expect(shellWord(text)).toBe(expected));

test('a shell reads each word as the text that it was made from', () => {
  const texts = fc.sample(
    fc.string({ unit: fc.constantFrom(...`ab '"\\$\`!*?[]{}()<>|&;#~-=%\n\té漢`) }),
    200,
  );
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(shellWord).join(' ')}`], {
    encoding: 'utf8',
  });
  expect(printed.split('\0').slice(0, -1)).toEqual(texts);
});
