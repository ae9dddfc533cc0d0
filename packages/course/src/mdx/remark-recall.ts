import { createHash } from 'node:crypto';
import type { List, ListItem, Parent, PhrasingContent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { explanationHtml } from './explanation-html.ts';
import { fail } from './problem.ts';

/** A question to review later, and its answer. Both are HTML. */
export interface RecallCard {
  /**
   * ID within its lesson. Derived from the front only, so that it does not change with other cards or with
   * the text of its back.
   */
  id: string;
  front: string;
  back: string;
}

/**
 * Moves the cards of `:::recall` out of a lesson. Each item of the list is a front, an em dash with spaces
 * around it, and a back.
 */
export function remarkRecall({ cards }: { cards: RecallCard[] }) {
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      if (node.name !== 'recall') return undefined;
      const [list] = node.children;
      if (list?.type !== 'list' || node.children.length > 1)
        fail(file, node, ':::recall must contain one list and nothing else');
      for (const item of (list as List).children) {
        const card = readCard(item, file);
        if (cards.some(({ id }) => id === card.id))
          fail(file, item, 'this card appears twice in this lesson');
        cards.push(card);
      }
      parent?.children.splice(index ?? 0, 1);
      return [SKIP, index ?? 0];
    });
  };
}

function readCard(item: ListItem, file: VFile): RecallCard {
  const [paragraph] = item.children;
  if (paragraph?.type !== 'paragraph' || item.children.length > 1)
    fail(file, item, 'a card must be one paragraph: front — back');
  const at = paragraph.children.findIndex((child) => child.type === 'text' && /\s—\s/.test(child.value));
  const dash = paragraph.children[at];
  if (dash?.type !== 'text')
    fail(file, item, 'a card needs a front and a back with an em dash between them: front — back');
  const [before = '', ...after] = dash.value.split(/\s+—\s+/);
  const html = (children: PhrasingContent[], side: string) => {
    if (children.length === 0) fail(file, item, `the ${side} of this card is empty`);
    return explanationHtml([{ type: 'paragraph', children }], file);
  };
  const front = html([...paragraph.children.slice(0, at), ...text(before)], 'front');
  const back = html([...text(after.join(' — ')), ...paragraph.children.slice(at + 1)], 'back');
  return { id: createHash('sha256').update(front).digest('hex').slice(0, 12), front, back };
}

function text(value: string): PhrasingContent[] {
  return value.trim() === '' ? [] : [{ type: 'text', value }];
}
