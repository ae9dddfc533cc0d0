import type { Parent, Root, Text } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { directives } from './directives.ts';
import { jsxElement } from './jsx-element.ts';
import { fail } from './problem.ts';

/**
 * Turns `:::note{title="…"}`, `:::keypoints` and `::::tabs` with `:::tab{title="…"}` into components. Text
 * that only looks like a directive (`localhost:port`) becomes text again. Any other container is an error.
 */
export function remarkAsides() {
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      const element = aside(node, parent, file);
      if (!element)
        fail(
          file,
          node,
          `:::${node.name} is not a directive. The directives are ${Object.keys(directives).join(', ')}`,
        );
      parent?.children.splice(index ?? 0, 1, element);
    });
    visit(tree, ['textDirective', 'leafDirective'], (node, index, parent: Parent | undefined) => {
      const { start, end } = node.position ?? {};
      const text: Text = { type: 'text', value: String(file.value).slice(start?.offset, end?.offset) };
      parent?.children.splice(
        index ?? 0,
        1,
        node.type === 'textDirective' ? text : { type: 'paragraph', children: [text] },
      );
    });
  };
}

function aside(node: ContainerDirective, parent: Parent | undefined, file: VFile) {
  if (node.name === 'note')
    return jsxElement('Note', { title: node.attributes?.title ?? undefined }, node.children);
  if (node.name === 'keypoints') return jsxElement('KeyPoints', {}, node.children);
  if (node.name === 'tabs')
    return jsxElement('Tabs', { labels: tabTitles(node, file).join('\n') }, node.children);
  if (node.name === 'tab') {
    if (parent?.type !== 'containerDirective' || (parent as ContainerDirective).name !== 'tabs')
      fail(file, node, ':::tab must be inside ::::tabs, which has one more colon');
    return jsxElement('Tab', { title: node.attributes?.title ?? undefined }, node.children);
  }
  return undefined;
}

function tabTitles(node: ContainerDirective, file: VFile): string[] {
  const titles = node.children.map((child) => {
    const title =
      child.type === 'containerDirective' && child.name === 'tab' ? child.attributes?.title : undefined;
    if (!title) fail(file, child, '::::tabs must contain only :::tab{title="…"}');
    return title;
  });
  if (new Set(titles).size < Math.max(titles.length, 2))
    fail(file, node, '::::tabs needs at least two tabs with different titles');
  return titles;
}
