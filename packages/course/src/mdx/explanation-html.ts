import { toHtml } from 'hast-util-to-html';
import type { Root, RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fail } from './problem.ts';

/**
 * Markdown nodes as HTML. They contain no raw HTML, because a lesson's tree is checked before. @throws
 * ContentError for a component, which would be lost
 */
export function explanationHtml(nodes: RootContent[], file: VFile): string {
  const root: Root = { type: 'root', children: nodes };
  visit(root, ['mdxJsxFlowElement', 'mdxJsxTextElement'], (node) => {
    if ('name' in node)
      fail(
        file,
        node,
        `<${node.name}> cannot be used in an explanation, an answer or a card, because these are text`,
      );
  });
  return toHtml(toHast(root)).trim();
}
