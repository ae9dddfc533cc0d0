import { expect, test } from 'vitest';
import { unbrokenParts } from './unbroken-parts.ts';

const unbrokenTexts = (text: string) =>
  unbrokenParts(text)
    .filter((part) => part.unbroken)
    .map((part) => part.text);

test.each([
  [
    'a time and a size',
    'A code edit reinstalls the packages (9.5 s, 289 MB to push again): line 7.',
    ['9.5 s', '289 MB', 'line 7.'],
  ],
  ['options', 'RUN pip install --no-cache-dir -r requirements.txt', ['--no-cache-dir', '-r']],
  ['binary units', 'is 9.5 MiB; 64 KiB are allowed', ['9.5 MiB', '64 KiB']],
  ['minutes and seconds', 'took 3 min 12 s', ['3 min', '12 s']],
  ['a word that starts like a unit', 'ran 3 steps', ['3']],
  ['a hyphen inside a word', 'a one-line edit', []],
  ['nothing', '', []],
])('keeps parts unbroken: %s', (_, text, expected) => {
  expect(unbrokenTexts(text)).toEqual(expected);
  expect(
    unbrokenParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
