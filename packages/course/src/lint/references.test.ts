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
    'what is there',
    '<CacheReplay run="parcel-delay/everything-first" edit="edit-app" />\n\n<ContextExplorer project="message-sorter" />\n\n<Next exercise="golf">On.</Next>',
    [],
  ],
  [
    'a variant that is not there',
    '<CacheReplay run="cache-order/strater" />',
    ['10: cache-order has no variant strater. There are starter, solution, '],
  ],
  [
    'an exercise that is not there',
    '<CacheReplay run="cache-odrer/starter" />',
    ['10: there is no exercise or project cache-odrer, of which'],
  ],
  [
    'a variant of a project that is not there',
    '<LayerStack run="nearest-depot/three-stages" />',
    ['10: nearest-depot has no variant three-stages. There are one-stage, two-stages'],
  ],
  [
    'a run without its variant',
    '<LayerStack run="nearest-depot" />',
    ['10: nearest-depot has no variant (a run is named exercise/variant). There are'],
  ],
  [
    'a run that is not recorded',
    '<LayerStack run="root-user/starter" against="non-root/user-made-not-used" />',
    ['10: there is no exercise or project root-user', '10: non-root has no variant user-made-not-used'],
  ],
  [
    'one that can be',
    '<LayerStack run="non-root/starter" />',
    ['10: the run non-root/starter is not recorded: npm run content:record -- content/lessons/a.mdx'],
  ],
  [
    'an edit',
    'Words.\n\n<CacheReplay run="parcel-delay/everything-first" edit="edit-ap" />',
    [
      '12: <CacheReplay>: the run parcel-delay/everything-first has no edit edit-ap. There are no-change, edit-app',
    ],
  ],
  [
    'an edit of a number in the text',
    'It takes <Measured run="parcel-delay/everything-first" value="time" edit="edit-ap" />.',
    ['10: <Measured>: the run parcel-delay/everything-first has no edit edit-ap.'],
  ],
  [
    'a project without a listing',
    '<ContextExplorer project="nearest-depot" />',
    ['10: there is no content/projects/nearest-depot/folder.json'],
  ],
  ['a way on to an exercise', '<Next exercise="gulf">On.</Next>', ['10: there is no exercise gulf']],
  ['a way on to a lesson', '<Next lesson="cache">On.</Next>', ['10: there is no lesson cache']],
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
