import type { Code, Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fenceMeta } from './fence-meta.ts';
import { fail } from './problem.ts';
import { forbidCode } from './remark-forbid-code.ts';

/**
 * The Markdown between `~~~answer` and `~~~`, held to what holds for the lesson around it: its text is in a
 * code fence, where nothing else looks. Positions are the file's.
 */
export function parseAnswer(fence: Code, parse: (markdown: string) => Root, file: VFile): RootContent[] {
  const tree = parse('\n'.repeat(fence.position?.start.line ?? 0) + fence.value);
  forbidCode(tree, file);
  visit(tree, 'code', (node) => {
    const meta = fenceMeta(node.meta ?? '');
    if ('wrong' in meta) fail(file, node, meta.wrong);
    if (meta.run || meta.cheat !== undefined)
      fail(file, node, 'a block in an answer is not run: leave out run, or put the command into the text');
  });
  return tree.children;
}
