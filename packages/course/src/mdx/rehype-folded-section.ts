import type { Element, Root, RootContent } from 'hast';
import { toString } from 'hast-util-to-string';

/** What a learner needs at first is the task. How it is graded can be read when it matters. */
const heading = 'What is measured';

/**
 * Makes the section of a statement that says what is measured collapsible: its `h2` becomes the summary, and
 * everything up to the next `h2` its content. A text without that heading is unchanged.
 */
export function rehypeFoldedSection() {
  return (tree: Root) => {
    const isHeading = (node: RootContent): node is Element =>
      node.type === 'element' && node.tagName === 'h2';
    const start = tree.children.findIndex((node) => isHeading(node) && toString(node) === heading);
    if (start === -1) return;
    const next = tree.children.findIndex((node, index) => index > start && isHeading(node));
    const end = next === -1 ? tree.children.length : next;
    const [title, ...content] = tree.children.slice(start, end) as Element[];
    const summary: Element = { type: 'element', tagName: 'summary', properties: {}, children: [title!] };
    tree.children.splice(start, end - start, {
      type: 'element',
      tagName: 'details',
      properties: {},
      children: [summary, ...content],
    });
  };
}
