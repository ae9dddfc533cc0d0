import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fail } from './problem.ts';

/** Gives `<StageGraph>` the text of the Dockerfile that stands in it, so that what is drawn is what is shown. */
export function remarkStageGraph() {
  return (tree: Root, file: VFile) => {
    visit(tree, 'mdxJsxFlowElement', (node) => {
      if (node.name !== 'StageGraph') return;
      const code = node.children.find((child) => child.type === 'code' && child.lang === 'dockerfile');
      if (code?.type !== 'code')
        fail(
          file,
          node,
          '<StageGraph> needs the Dockerfile it draws: a fence of ```dockerfile between its tags',
        );
      node.attributes.push({ type: 'mdxJsxAttribute', name: 'dockerfile', value: code.value });
    });
  };
}
