import type { Code, Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fenceMeta } from './fence-meta.ts';
import { fail } from './problem.ts';
import { forbidCode } from './remark-forbid-code.ts';

/**
 * Parses the Markdown between `~~~answer` and `~~~`, and applies the rules for lessons to it, because other
 * checks ignore the content of a code fence. Positions match the file.
 */
export function parseAnswer(fence: Code, parse: (markdown: string) => Root, file: VFile): RootContent[] {
  const tree = parse('\n'.repeat(fence.position?.start.line ?? 0) + fence.value);
  forbidCode(tree, file);
  visit(tree, 'code', (node) => {
    const meta = fenceMeta(node.meta ?? '');
    if ('problem' in meta) fail(file, node, meta.problem);
    if (meta.run || meta.cheat !== undefined)
      fail(file, node, 'a block in an answer is not run: remove run, or move the command to the text');
  });
  return tree.children;
}
