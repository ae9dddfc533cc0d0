import type { List, Nodes, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { isScalar, isSeq, parseDocument, visit } from 'yaml';
import { writtenTree } from '../lint/lesson-text.ts';
import { titlesOf } from '../lint/written-words.ts';
import { isOptionList } from '../mdx/parse-options.ts';
import { headingIds } from '../mdx/remark-sections.ts';

/** A word that the page shows, with its line in the source. */
export interface SourceWord {
  /** As `wordsIn` returns it; undefined where the page inserts words that are not in the source. */
  text: string | undefined;
  line: number;
  /** As in the anchor of a passage. */
  anchor: string;
}

/** The words of a source in their order, and the line at which each anchor begins. */
export interface SourceWords {
  words: SourceWord[];
  lines: Map<string, number>;
}

const wordPattern = /\{\{\w+\}\}|[\p{L}\p{N}]+/gu;

/**
 * The words of a text without case, punctuation and markup, so that quotation marks, entities and line breaks
 * make no difference.
 */
export function wordsIn(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word.toLowerCase());
}

/**
 * Reads the words that a page shows from the source of a lesson or statement: text, code, captions and
 * titles, options with their explanations, answers, and the frontmatter.
 *
 * @throws VFileMessage for a text that is not valid MDX
 */
export function sourceWords(source: string): SourceWords {
  const head = /^---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(source)?.[0] ?? '';
  const reader = new Reader();
  if (head !== '') reader.yaml(head.replace(/---[ \t]*(\r?\n)?$/, ''));
  reader.text(writtenTree('\n'.repeat(head.split('\n').length - 1) + source.slice(head.length)));
  return { words: reader.words, lines: reader.lines };
}

/** Reads the words that a page shows from the description of a lab: titles, summary, conditions and hints. */
export function yamlWords(source: string): SourceWords {
  const reader = new Reader();
  reader.yaml(source);
  return { words: reader.words, lines: reader.lines };
}

/** Values of frontmatter, and of the description of a lab, that the page shows. */
const shownKeys: ReadonlySet<unknown> = new Set([
  'title',
  'summary',
  'objectives',
  'claim',
  'from',
  'says',
  'hints',
]);

/** Where a word may continue in the next node. */
const inline: ReadonlySet<string> = new Set([
  'text',
  'inlineCode',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
  'textDirective',
  'mdxJsxTextElement',
]);

class Reader {
  readonly words: SourceWord[] = [];
  readonly lines = new Map<string, number>([['', 1]]);
  #anchor = '';
  /** The text since the last block began, and the line of each of its characters. */
  #pending = '';
  #pendingLines: number[] = [];

  yaml(text: string): void {
    visit(parseDocument(text), {
      Pair: (_key, { key, value }) => {
        const name = isScalar(key) ? key.value : undefined;
        const values = isSeq(value) ? value.items : [value];
        for (const scalar of values)
          if (shownKeys.has(name) && isScalar(scalar) && scalar.range) {
            const [start, end] = scalar.range;
            this.#add(text.slice(start, end), text.slice(0, start).split('\n').length);
            this.#endBlock();
          }
      },
    });
  }

  text(tree: Root): void {
    const ids = headingIds(tree.children.filter((node) => node.type === 'heading'));
    for (const node of tree.children) {
      if (node.type === 'heading') this.#begin(`#${ids.shift()!.id}`, node);
      this.#read(node);
    }
  }

  #begin(anchor: string, node: Nodes): void {
    this.#anchor = anchor;
    if (!this.lines.has(anchor)) this.lines.set(anchor, lineOf(node));
  }

  /** Reads nodes that belong to a question or an option. */
  #within(anchor: string, node: Nodes, read: () => void): void {
    const around = this.#anchor;
    this.#begin(anchor, node);
    read();
    this.#anchor = around;
  }

  #read(node: Nodes): void {
    const isInline = inline.has(node.type);
    if (!isInline) this.#endBlock();
    for (const title of titlesOf(node)) {
      this.#add(title, lineOf(node));
      this.#endBlock();
    }
    this.#readContent(node);
    if (!isInline) this.#endBlock();
  }

  #readContent(node: Nodes): void {
    switch (node.type) {
      case 'text':
      case 'inlineCode':
        return this.#add(node.value, lineOf(node));
      case 'code':
        return this.#readCode(node.value, node.meta ?? '', lineOf(node));
      case 'footnoteReference':
        return this.#insert(node);
      case 'mdxTextExpression':
      case 'mdxFlowExpression':
        // The value of a draw; everything else is a comment.
        if (node.value.startsWith('{')) this.#insert(node);
        return undefined;
      case 'containerDirective':
        return this.#readDirective(node);
      case 'textDirective':
        // A colon in a text, such as that of a tag.
        this.#add(`:${node.name}`, lineOf(node));
        return node.children.forEach((child) => this.#read(child));
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        // A figure or a measured value.
        if (node.children.length === 0) return this.#insert(node);
        return node.children.forEach((child) => this.#read(child));
      default:
        if ('children' in node) node.children.forEach((child) => this.#read(child));
    }
  }

  #readCode(value: string, meta: string, line: number): void {
    const title = /\btitle="([^"]*)"/.exec(meta)?.[1];
    if (title !== undefined) this.#add(`${title} `, line);
    this.#endBlock();
    this.#add(value, line + 1);
  }

  #readDirective(node: ContainerDirective): void {
    const id = node.attributes?.id ?? '';
    if (node.name === 'recall') return;
    if (node.name === 'predict') return this.#readQuestion(`${id}/1`, node, node.children);
    const list = node.children.find(
      (child): child is List => child.type === 'list' && child.ordered === true,
    );
    if (node.name !== 'quiz' || !list) return node.children.forEach((child) => this.#read(child));
    list.children.forEach((item, index) => this.#readQuestion(`${id}/${index + 1}`, item, item.children));
  }

  #readQuestion(anchor: string, node: Nodes, children: readonly Nodes[]): void {
    this.#within(anchor, node, () => {
      for (const child of children)
        if (isOptionList(child))
          child.children.forEach((item, index) =>
            this.#within(`${anchor}/${String.fromCodePoint(97 + index)}`, item, () => this.#read(item)),
          );
        else this.#read(child);
    });
  }

  /** Notes that the page shows something here that is not in the source. */
  #insert(node: Nodes): void {
    this.#endBlock();
    this.#addInserted(lineOf(node));
  }

  #addInserted(line: number): void {
    if (this.words.at(-1)?.text !== undefined || this.words.length === 0)
      this.words.push({ text: undefined, line, anchor: this.#anchor });
  }

  /** @param line of the first character */
  #add(text: string, line: number): void {
    const lines = text.split('\n');
    lines.forEach((part, index) => {
      const shown = index < lines.length - 1 ? `${part}\n` : part;
      this.#pending += shown;
      for (let at = 0; at < shown.length; at += 1) this.#pendingLines.push(line + index);
    });
  }

  #endBlock(): void {
    for (const { 0: found, index } of this.#pending.matchAll(wordPattern)) {
      const line = this.#pendingLines[index]!;
      // The value that a learner has is on the page instead of its placeholder.
      if (found.startsWith('{{')) this.#addInserted(line);
      else for (const text of wordsIn(found)) this.words.push({ text, line, anchor: this.#anchor });
    }
    this.#pending = '';
    this.#pendingLines = [];
  }
}

const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;
