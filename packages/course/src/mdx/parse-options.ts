import type { BlockContent, DefinitionContent, List, ListItem, Paragraph, PhrasingContent } from 'mdast';
import type { VFile } from 'vfile';
import { explanationHtml } from './explanation-html.ts';
import { fail } from './problem.ts';

export interface ParsedOption {
  id: string;
  correct: boolean;
  /** The text that the learner sees before answering. */
  label: BlockContent | DefinitionContent;
  /** HTML; '' if the author wrote none. */
  why: string;
}

/**
 * The options of a question: a list whose items start with `[ ]` or `[x]`, each with an explanation after a
 * dash, in italics.
 */
export function parseOptions(list: List, file: VFile): ParsedOption[] {
  const options = list.children.map((item, index) => parseOption(item, index, file));
  if (options.length < 2) fail(file, list, 'a question needs at least two options');
  if (!options.some((option) => option.correct)) fail(file, list, 'no option is marked as right: write [x]');
  return options;
}

/** Whether a list contains options: at least one of its items has a check box. */
export function isOptionList(node: { type: string } | undefined): node is List {
  return node?.type === 'list' && (node as List).children.some((item) => typeof item.checked === 'boolean');
}

function parseOption(item: ListItem, index: number, file: VFile): ParsedOption {
  if (typeof item.checked !== 'boolean') fail(file, item, 'an option must start with [ ] or [x]');
  const paragraph = item.children[0];
  if (paragraph?.type !== 'paragraph' || item.children.length > 1)
    fail(file, item, 'an option must be one paragraph');
  const { label, why } = splitExplanation(paragraph);
  return {
    id: String.fromCodePoint(97 + index),
    correct: item.checked,
    label: { type: 'paragraph', children: label },
    why: why.length > 0 ? explanationHtml([{ type: 'paragraph', children: why }], file) : '',
  };
}

/** `label — *why*`: the last emphasis of the paragraph, after a dash. */
function splitExplanation(paragraph: Paragraph): { label: PhrasingContent[]; why: PhrasingContent[] } {
  const children = paragraph.children.filter(
    (child, index, all) => !(index === all.length - 1 && child.type === 'text' && child.value.trim() === ''),
  );
  const last = children.at(-1);
  const before = children.at(-2);
  if (last?.type !== 'emphasis' || before?.type !== 'text' || !/[—–]\s*$/.test(before.value))
    return { label: children, why: [] };
  const trimmed = { ...before, value: before.value.replace(/\s*[—–]\s*$/, '') };
  return { label: [...children.slice(0, -2), ...(trimmed.value ? [trimmed] : [])], why: last.children };
}
