import type { ListItem, Nodes } from 'mdast';
import { titlesOf, wordsOf } from './written-words.ts';

export interface AssertedText {
  text: string;
  /** 1-based line of the file. */
  line: number;
}

/**
 * The text that a lesson asserts, block by block, including code. Leaves out what it only quotes: notes that
 * start with “You may have read”, and the options of a question. The explanation of an option is included.
 */
export function assertedText(node: Nodes): AssertedText[] {
  if (
    node.type === 'containerDirective' &&
    node.name === 'note' &&
    /^you may have read/i.test(node.attributes?.title ?? '')
  )
    return [];
  if (node.type === 'listItem' && typeof node.checked === 'boolean') return explanationOf(node);
  if (
    node.type === 'paragraph' ||
    node.type === 'heading' ||
    node.type === 'tableRow' ||
    node.type === 'code'
  )
    return [at(node)];
  const titles = titlesOf(node).map((text) => ({ text, line: node.position?.start.line ?? 1 }));
  const children = 'children' in node ? node.children.flatMap((child) => assertedText(child)) : [];
  return [...titles, ...children];
}

function explanationOf(option: ListItem): AssertedText[] {
  const [paragraph] = option.children;
  const last = paragraph?.type === 'paragraph' ? paragraph.children.at(-1) : undefined;
  return last?.type === 'emphasis' ? [at(last)] : [];
}

function at(node: Nodes): AssertedText {
  const fence = node.type === 'code' ? 1 : 0;
  return { text: wordsOf(node).replaceAll(/[^\S\n]+/g, ' '), line: (node.position?.start.line ?? 1) + fence };
}
