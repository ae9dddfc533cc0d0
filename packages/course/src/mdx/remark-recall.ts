import { createHash } from 'node:crypto';
import type { List, ListItem, Parent, PhrasingContent, Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { explanationHtml } from './explanation-html.ts';
import { fail } from './problem.ts';

/** A question to come back to, and its answer. Both HTML. */
export interface RecallCard {
  /**
   * Within its lesson. Made of the front alone: another card, or the words of its back, may change without
   * changing it.
   */
  id: string;
  front: string;
  back: string;
}

/**
 * Takes the cards of `:::recall` out of a lesson: a list, each item a front, an em dash between spaces, a
 * back.
 */
export function remarkRecall({ cards }: { cards: RecallCard[] }) {
  return (tree: Root, file: VFile) => {
    visit(tree, 'containerDirective', (node, index, parent: Parent | undefined) => {
      if (node.name !== 'recall') return undefined;
      const [list] = node.children;
      if (list?.type !== 'list' || node.children.length > 1)
        fail(file, node, ':::recall holds one list and nothing else');
      for (const item of (list as List).children) {
        const card = readCard(item, file);
        if (cards.some(({ id }) => id === card.id))
          fail(file, item, 'this card is there twice in this lesson');
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
    fail(file, item, 'a card is one paragraph: front — back');
  const at = paragraph.children.findIndex((child) => child.type === 'text' && /\s—\s/.test(child.value));
  const dash = paragraph.children[at];
  if (dash?.type !== 'text')
    fail(file, item, 'a card has a front and a back with an em dash between them: front — back');
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
