import type { BaseFacts } from '@dfm/contracts';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { BaseContents } from './base-contents.tsx';

const pulled: BaseFacts = {
  reference: 'python:3.11-bookworm',
  standIn: false,
  totalBytes: 988e6,
  files: 1,
  debianPackages: 1,
  groups: [],
  programs: [],
  libraries: [],
};
const standIn: BaseFacts = {
  ...pulled,
  standIn: true,
  python: '3.11.2',
  official: { builtOn: '2026-09-19', bytes: 1010e6, python: '3.11.16' },
};
const origin = 'A stand-in built from Debian packages, because no registry could be reached.';

test.each<[name: string, base: BaseFacts, expected: string]>([
  [
    'a stand-in with a different Python',
    standIn,
    `${origin} The official image, as built on 2026-09-19, is 1.0 GB and has Python 3.11.16 instead of 3.11.2. Bars of one scale.`,
  ],
  [
    'a stand-in without Python',
    { ...standIn, python: undefined, official: { builtOn: '2026-09-18', bytes: 74.83e6 } },
    `${origin} The official image, as built on 2026-09-18, is 75 MB. Bars of one scale.`,
  ],
  [
    'a stand-in for an unknown image',
    { ...standIn, official: undefined },
    `${origin} Its versions and sizes may differ from the official image. Bars of one scale.`,
  ],
])('the caption of %s describes the differences', (_name, base, expected) => {
  expect(
    renderToStaticMarkup(<BaseContents base={base} largest={1} programs={[]} caption="Bars of one scale." />),
  ).toContain(expected);
});

test('near miss: a pulled image has only the author’s caption', () => {
  expect(
    renderToStaticMarkup(
      <BaseContents base={pulled} largest={1} programs={[]} caption="Bars of one scale." />,
    ),
  ).not.toContain('stand-in');
});
