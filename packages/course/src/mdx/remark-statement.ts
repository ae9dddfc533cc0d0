import type { Root } from 'mdast';
// Imported for the nodes that they add to mdast's types.
// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers
import type {} from 'mdast-util-directive';
// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers
import type {} from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { statementComponents } from './components.ts';
import { isInStatement } from './directives.ts';
import { fail } from './problem.ts';

/**
 * Rejects figures, questions and recall cards, so that the page of an exercise does not have to load their
 * code. Runs before the plugins that replace these nodes.
 */
export function remarkStatement() {
  return (tree: Root, file: VFile) => {
    visit(tree, (node) => {
      if (node.type === 'containerDirective' && !isInStatement(node.name))
        fail(file, node, `:::${node.name} belongs in a lesson, not in a statement`);
      if (
        (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') &&
        !statementComponents.has(node.name ?? '')
      )
        fail(file, node, `<${node.name}> belongs in a lesson, not in a statement`);
    });
  };
}
