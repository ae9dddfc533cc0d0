import type { Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { visit } from 'unist-util-visit';

export interface Heading {
  id: string;
  text: string;
  depth: 2 | 3;
}

/** Collects the headings for the table of contents. Runs after rehype-slug has added their IDs. */
export function rehypeContents({ headings }: { headings: Heading[] }) {
  return (tree: Root) => {
    visit(tree, 'element', (node) => {
      if (node.tagName !== 'h2' && node.tagName !== 'h3') return;
      headings.push({
        id: String(node.properties.id),
        text: toString(node),
        depth: node.tagName === 'h2' ? 2 : 3,
      });
    });
  };
}
