import { toHtml } from 'hast-util-to-html';
import type { Nodes, RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';

/** Markdown nodes as HTML. Raw HTML and components cannot be in them: a lesson's tree is checked before. */
export function explanationHtml(nodes: RootContent[]): string {
  const tree: Nodes = { type: 'root', children: nodes };
  return toHtml(toHast(tree)).trim();
}
