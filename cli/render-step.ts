import { visibleText } from '@dfm/contracts/visible-text';
import { writtenTree } from '@dfm/course/lint/lesson-text';
import { wordsOf } from '@dfm/course/lint/written-words';
import type { Nodes } from 'mdast';
import { wrapped, type Output } from './output.ts';

/**
 * The text of a step for a terminal.
 *
 * @param text MDX that the check of the lab has accepted
 */
export function renderStep(text: string, style: Output['style']): string {
  return blocksOf(writtenTree(text), '', style).join('\n\n');
}

/** The blocks in a node, each without a line feed at its end. */
function blocksOf(node: Nodes, indent: string, style: Output['style']): string[] {
  switch (node.type) {
    case 'heading':
      return [style('bold', wrapped(wordsOf(node), indent))];
    case 'paragraph':
      return [wrapped(inlineOf(node), indent)];
    case 'code':
      return [visibleText(node.value).replaceAll(/^/gm, `${indent}    `)];
    case 'list': {
      const start = node.start ?? 1;
      const items = node.children.map((item, index) => {
        const mark = node.ordered === true ? `${start + index}. ` : '- ';
        const [first = '', ...rest] = item.children.flatMap((child) =>
          blocksOf(child, indent + ' '.repeat(mark.length), style),
        );
        return [indent + mark + first.trimStart(), ...rest].join('\n\n');
      });
      return [items.join('\n')];
    }
    case 'table':
      return node.children.map((row) => indent + row.children.map((cell) => inlineOf(cell)).join('  |  '));
    case 'containerDirective': {
      const title = node.attributes?.title;
      const heading = title ? [style('bold', wrapped(title, indent))] : [];
      return [...heading, ...node.children.flatMap((child) => blocksOf(child, `${indent}  `, style))];
    }
    default:
      return 'children' in node ? node.children.flatMap((child) => blocksOf(child, indent, style)) : [];
  }
}

/** The words of a node with what formatting would say: code is quoted, and the address of a link follows it. */
function inlineOf(node: Nodes): string {
  switch (node.type) {
    case 'inlineCode':
      return `\`${node.value}\``;
    case 'link': {
      const words = node.children.map((child) => inlineOf(child)).join('');
      return node.url.startsWith('https://') && node.url !== words ? `${words} (${node.url})` : words;
    }
    case 'text':
    case 'break':
    case 'textDirective':
      return wordsOf(node);
    default:
      return 'children' in node ? node.children.map((child) => inlineOf(child)).join('') : wordsOf(node);
  }
}
