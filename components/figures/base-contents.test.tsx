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
const made = 'A stand-in built from Debian packages, because no registry could be reached.';

test.each<[name: string, base: BaseFacts, told: string]>([
  [
    'a stand-in with another Python',
    standIn,
    `${made} The official image, as built on 2026-09-19, is 1.0 GB and has Python 3.11.16 instead of 3.11.2. Bars of one scale.`,
  ],
  [
    'a stand-in without Python',
    { ...standIn, python: undefined, official: { builtOn: '2026-09-18', bytes: 74.83e6 } },
    `${made} The official image, as built on 2026-09-18, is 75 MB. Bars of one scale.`,
  ],
  [
    'a stand-in of an image that is not known',
    { ...standIn, official: undefined },
    `${made} Its versions and sizes may differ from the official image. Bars of one scale.`,
  ],
])('the caption of %s says how it differs', (_name, base, told) => {
  expect(
    renderToStaticMarkup(<BaseContents base={base} largest={1} programs={[]} caption="Bars of one scale." />),
  ).toContain(told);
});

test('near miss: the caption of a pulled image is only the author’s', () => {
  expect(
    renderToStaticMarkup(
      <BaseContents base={pulled} largest={1} programs={[]} caption="Bars of one scale." />,
    ),
  ).not.toContain('stand-in');
});
