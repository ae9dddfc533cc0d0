import type { Root, RootContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { expect, test } from 'vitest';
import { rehypeFoldedSection } from './rehype-folded-section.ts';

const element = (tagName: string, text: string): RootContent => ({
  type: 'element',
  tagName,
  properties: {},
  children: [{ type: 'text', value: text }],
});
const folded = (...children: RootContent[]) => {
  const tree: Root = { type: 'root', children };
  rehypeFoldedSection()(tree);
  return toHtml(tree);
};
const task = element('p', 'Task');
const measured = element('h2', 'What is measured');
const table = element('table', 'T');
const pass = element('h2', 'Pass');

test.each<[name: string, children: RootContent[], html: string]>([
  [
    'up to the next heading',
    [task, measured, element('h3', 'Part'), table, pass],
    '<p>Task</p><details><summary><h2>What is measured</h2></summary><h3>Part</h3><table>T</table></details><h2>Pass</h2>',
  ],
  [
    'up to the end',
    [measured, table],
    '<details><summary><h2>What is measured</h2></summary><table>T</table></details>',
  ],
  ['near miss: no such heading', [task, pass], '<p>Task</p><h2>Pass</h2>'],
])('%s', (_name, children, html) => {
  expect(folded(...children)).toBe(html);
});
