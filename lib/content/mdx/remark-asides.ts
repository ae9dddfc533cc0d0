import type { Parent, Root, Text } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { jsxElement } from './jsx-element.ts';
import { fail } from './problem.ts';

/**
 * `:::note{title="…"}` and `:::keypoints` become their components. What only looks like a directive inside a text
 * (`localhost:port`) becomes text again. Any other container is refused by name.
 */
export function remarkAsides() {
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      const element = aside(node);
      if (!element) fail(file, node, `:::${node.name} is not known. There are predict, quiz, keypoints, note, recall and interview`);
      parent?.children.splice(index ?? 0, 1, element);
    });
    visit(tree, ['textDirective', 'leafDirective'], (node, index, parent: Parent | undefined) => {
      const { start, end } = node.position ?? {};
      const text: Text = { type: 'text', value: String(file.value).slice(start?.offset, end?.offset) };
      parent?.children.splice(index ?? 0, 1, node.type === 'textDirective' ? text : { type: 'paragraph', children: [text] });
    });
  };
}

function aside(node: ContainerDirective) {
  if (node.name === 'note') return jsxElement('Note', { title: node.attributes?.title ?? undefined }, node.children);
  if (node.name === 'keypoints') return jsxElement('KeyPoints', {}, node.children);
  return undefined;
}
