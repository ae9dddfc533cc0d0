import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** A component in a text. */
export interface UsedComponent {
  name: string;
  /** Text attributes by name. */
  attributes: Partial<Record<string, string>>;
  /** 1-based line of the file. */
  line: number | undefined;
}

/** The components of a text, in order. */
export function componentsIn(tree: Root): UsedComponent[] {
  const found: UsedComponent[] = [];
  visit(tree, ['mdxJsxFlowElement', 'mdxJsxTextElement'], (node) => {
    if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return;
    const attributes = node.attributes.flatMap((attribute) =>
      attribute.type === 'mdxJsxAttribute' && typeof attribute.value === 'string'
        ? [[attribute.name, attribute.value] as const]
        : [],
    );
    found.push({
      name: node.name ?? '',
      attributes: Object.fromEntries(attributes),
      line: node.position?.start.line,
    });
  });
  return found;
}
