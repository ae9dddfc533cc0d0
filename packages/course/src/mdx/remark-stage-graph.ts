import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fail } from './problem.ts';

/** Passes the Dockerfile inside `<StageGraph>` to the component, so that the graph matches the text. */
export function remarkStageGraph() {
  return (tree: Root, file: VFile) => {
    visit(tree, 'mdxJsxFlowElement', (node) => {
      if (node.name !== 'StageGraph') return;
      const code = node.children.find((child) => child.type === 'code' && child.lang === 'dockerfile');
      if (code?.type !== 'code')
        fail(file, node, '<StageGraph> needs its Dockerfile: a ```dockerfile block between its tags');
      node.attributes.push({ type: 'mdxJsxAttribute', name: 'dockerfile', value: code.value });
    });
  };
}
