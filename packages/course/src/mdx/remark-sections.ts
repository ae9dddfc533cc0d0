import type { Root as HastRoot } from 'hast';
import { toString } from 'hast-util-to-string';
import type { Heading, Nodes, Root } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import rehypeSlug from 'rehype-slug';

/** A heading with the text below it, as the search reads it. */
export interface Section {
  /** ID of the heading; undefined for the text before the first one. */
  id: string | undefined;
  /** '' for the text before the first heading. */
  title: string;
  /** Words and code on one line, without markup. */
  text: string;
  /** IDs of its commands, whose recorded outputs the page shows. */
  commands: string[];
}

/**
 * Collects the text of a lesson by its headings. Runs last, so that answers, explanations and cards are no
 * longer in the tree.
 */
export function remarkSections({ sections }: { sections: Section[] }) {
  return (tree: Root) => {
    const headings = tree.children.filter((node) => node.type === 'heading');
    const ids = headingIds(headings);
    sections.push({ id: undefined, title: '', text: '', commands: [] });
    for (const node of tree.children) {
      if (node.type === 'heading') {
        const { id, title } = ids[headings.indexOf(node)]!;
        sections.push({ id, title, text: '', commands: [] });
      } else collect(node, sections.at(-1)!);
    }
    for (const section of sections) section.text = section.text.replaceAll(/\s+/g, ' ').trim();
  };
}

/** The IDs that the page gives these headings. */
export function headingIds(headings: readonly Heading[]): { id: string; title: string }[] {
  const root = toHast({ type: 'root', children: [...headings] }) as HastRoot;
  rehypeSlug()(root);
  return root.children.flatMap((node) =>
    node.type === 'element' ? [{ id: String(node.properties.id), title: toString(node) }] : [],
  );
}

function collect(node: Nodes, section: Section): void {
  if (node.type === 'mdxJsxFlowElement') {
    if (askedOnly.has(node.name ?? '')) return;
    if (node.name === 'Command') section.commands.push(String(node.attributes[0]?.value));
  }
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') section.text += node.value;
  if ('children' in node) for (const child of node.children) collect(child, section);
  if (blocks.has(node.type)) section.text += ' ';
}

/** Questions and what learners get wrong about them. */
const askedOnly: ReadonlySet<string> = new Set(['Predict', 'Quiz', 'Interview']);

/** After these, a new word begins. */
const blocks: ReadonlySet<string> = new Set(['paragraph', 'code', 'tableCell']);
