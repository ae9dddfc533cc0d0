import type { Nodes } from 'mdast';

/**
 * The text of a node as a reader sees it: without markup, but with code. What only looks like a directive is
 * text.
 */
export function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') return node.value;
  if (node.type === 'break') return ' ';
  const inner =
    'children' in node ? node.children.map((child) => wordsOf(child)).join(isFlow(node) ? ' ' : '') : '';
  return node.type === 'textDirective' ? `:${node.name}${inner}` : inner;
}

/** Whether the children of a node are blocks rather than inline. */
function isFlow(node: Nodes): boolean {
  return ![
    'paragraph',
    'heading',
    'tableCell',
    'emphasis',
    'strong',
    'delete',
    'link',
    'mdxJsxTextElement',
    'textDirective',
  ].includes(node.type);
}

const shownAttributes = new Set(['caption', 'label', 'againstLabel', 'title']);

/** Captions, labels and titles in a node's attributes, which are read like the text around them. */
export function titlesOf(node: Nodes): string[] {
  if (node.type === 'containerDirective') return node.attributes?.title ? [node.attributes.title] : [];
  if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return [];
  return node.attributes.flatMap((attribute) =>
    attribute.type === 'mdxJsxAttribute' &&
    shownAttributes.has(attribute.name) &&
    typeof attribute.value === 'string'
      ? [attribute.value]
      : [],
  );
}
