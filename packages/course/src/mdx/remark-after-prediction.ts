import type { Root, RootContent } from 'mdast';
import { jsxElement } from './jsx-element.ts';

/** What does not belong to the answer of the prediction before it. */
const nextParts: ReadonlySet<string> = new Set(['Predict', 'Quiz', 'KeyPoints', 'Interview', 'Next']);

/**
 * Wraps what follows a prediction, up to the next heading, prediction or closing part, in a component that
 * hides it until the prediction is answered.
 */
export function remarkAfterPrediction() {
  return (tree: Root) => {
    const children: RootContent[] = [];
    let open: { question: string; blocks: RootContent[] } | undefined;
    const close = () => {
      if (open && open.blocks.length > 0)
        children.push(jsxElement('AfterPrediction', { question: open.question }, open.blocks as Blocks));
      open = undefined;
    };
    for (const node of tree.children) {
      const name = node.type === 'mdxJsxFlowElement' ? (node.name ?? '') : '';
      if (node.type === 'heading' || nextParts.has(name)) close();
      if (open) open.blocks.push(node);
      else children.push(node);
      if (name === 'Predict') open = { question: idOf(node), blocks: [] };
    }
    close();
    tree.children = children;
  };
}

type Blocks = Parameters<typeof jsxElement>[2];

function idOf(node: RootContent): string {
  const id =
    node.type === 'mdxJsxFlowElement'
      ? node.attributes.find((attribute) => attribute.type === 'mdxJsxAttribute' && attribute.name === 'id')
      : undefined;
  return String(id?.value);
}
