import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLessonText } from './lesson-text.ts';
import { readLintRules } from './lint-content.ts';
import { referenceProblems } from './references.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const { targets } = await readLintRules(contentRoot);
const head =
  '---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 7\ndifficulty: 1\nupdated: 2026-11-21\n---\n\n';

test.each<[name: string, body: string, expected: string[]]>([
  [
    'references that exist',
    '<CacheReplay run="parcel-delay/everything-first" edit="edit-app" />\n\n<ContextExplorer project="message-sorter" />\n\n<Next exercise="golf">On.</Next>',
    [],
  ],
  [
    'a variant that does not exist',
    '<CacheReplay run="cache-order/strater" />',
    ['10: cache-order has no variant strater. It has starter, solution, '],
  ],
  [
    'an exercise that does not exist',
    '<CacheReplay run="cache-odrer/starter" />',
    ['10: there is no exercise or project cache-odrer for the run'],
  ],
  [
    'a project variant that does not exist',
    '<LayerStack run="nearest-depot/three-stages" />',
    ['10: nearest-depot has no variant three-stages. It has one-stage, two-stages'],
  ],
  [
    'a run without a variant',
    '<LayerStack run="nearest-depot" />',
    ['10: a run is named exercise/variant. nearest-depot has the variants'],
  ],
  [
    'runs that cannot be recorded',
    '<LayerStack run="root-user/starter" against="non-root/user-made-not-used" />',
    ['10: there is no exercise or project root-user', '10: non-root has no variant user-made-not-used'],
  ],
  [
    'a run that can be recorded but is not',
    '<LayerStack run="non-root/starter" />',
    ['10: the run non-root/starter is not recorded: run npm run content:record -- content/lessons/a.mdx'],
  ],
  [
    'an edit that does not exist',
    'Words.\n\n<CacheReplay run="parcel-delay/everything-first" edit="edit-ap" />',
    [
      '12: <CacheReplay>: the run parcel-delay/everything-first has no edit edit-ap. It has no-change, edit-app',
    ],
  ],
  [
    'an edit of a number in the text that does not exist',
    'It takes <Measured run="parcel-delay/everything-first" value="time" edit="edit-ap" />.',
    ['10: <Measured>: the run parcel-delay/everything-first has no edit edit-ap.'],
  ],
  [
    'a project without a listing',
    '<ContextExplorer project="nearest-depot" />',
    ['10: there is no content/projects/nearest-depot/folder.json'],
  ],
  [
    'a next exercise that does not exist',
    '<Next exercise="gulf">On.</Next>',
    ['10: there is no exercise gulf'],
  ],
  ['a next lesson that does not exist', '<Next lesson="cache">On.</Next>', ['10: there is no lesson cache']],
])('%s', async (_name, body, expected) => {
  const problems = await referenceProblems(
    contentRoot,
    await parseLessonText(head + body, 'a', 'a.mdx'),
    targets,
  );
  expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual(
    expected.map((text) => expect.stringContaining(text)),
  );
});
