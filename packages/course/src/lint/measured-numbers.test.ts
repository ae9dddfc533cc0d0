import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writtenTree } from './lesson-text.ts';
import { measuredProblems } from './measured-numbers.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const run = 'parcel-delay/everything-first';

test.each<[name: string, element: string, message: string]>([
  [
    'a line without a layer',
    `<Measured run="${run}" value="layer" line="1" />`,
    `the run ${run} has no layer of line 1. Lines with a layer: `,
  ],
  [
    'unused bytes of a line without a layer',
    `<Measured run="${run}" value="unused" line="99" />`,
    `the run ${run} has no layer of line 99. Lines with a layer: `,
  ],
  ['a layer without a line', `<Measured run="${run}" value="layer" />`, 'value="layer" needs line="…"'],
  [
    'new bytes without an edit',
    `<Measured run="${run}" value="new" />`,
    'value="new" needs edit="…", one of no-change, edit-app',
  ],
])('reports %s', async (_name, element, message) => {
  const tree = writtenTree(`One.\n\nIt has ${element}.`);
  expect(await measuredProblems(contentRoot, { file: 'a.mdx', tree })).toEqual([
    { file: 'a.mdx', line: 3, message: expect.stringContaining(`<Measured>: ${message}`) as string },
  ]);
});

test.each([
  ['the size of an image', `<Measured run="${run}" value="size" />`],
  ['the unused bytes of an image', `<Measured run="${run}" value="unused" />`],
  ['new bytes after an edit', `<Measured run="${run}" value="new" edit="edit-app" />`],
  ['a run that does not exist, which is reported as such', '<Measured run="a/b" value="size" />'],
  ['an edit that does not exist, likewise', `<Measured run="${run}" value="time" edit="edit-ap" />`],
])('near miss: %s', async (_name, element) => {
  const tree = writtenTree(`It has ${element}.`);
  expect(await measuredProblems(contentRoot, { file: 'a.mdx', tree })).toEqual([]);
});
