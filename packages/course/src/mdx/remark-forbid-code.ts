import type { Root } from 'mdast';
// Imported for the nodes that it adds to mdast's types.
// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers
import type {} from 'mdast-util-mdx';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { attributesOf, lessonComponents } from './components.ts';
import { fail } from './problem.ts';

/**
 * A lesson is text, not a program: no imports, exports or expressions, and only the declared components.
 * Comments (`{/* … *\/}`) are allowed. Runs before the plugins that add their own elements.
 */
export function remarkForbidCode() {
  return forbidCode;
}

/** Rejects code in a Markdown tree. */
export function forbidCode(tree: Root, file: VFile): void {
  visit(tree, (node) => {
    if (node.type === 'mdxjsEsm') fail(file, node, 'a lesson may not import or export');
    if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(node.value))
        fail(
          file,
          node,
          `a lesson may not contain expressions: {${node.value}}. Write \\{ for a brace in the text`,
        );
    }
    if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') checkElement(node, file);
  });
}

function checkElement(node: MdxJsxFlowElement | MdxJsxTextElement, file: VFile) {
  const name = node.name ?? '';
  const known = attributesOf(name);
  if (!known)
    fail(
      file,
      node,
      `<${name}> is not a lesson component. The components are ${Object.keys(lessonComponents).join(', ')}`,
    );
  const given = new Set<string>();
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') fail(file, node, `<${name}> may not spread attributes`);
    if (typeof attribute.value !== 'string')
      fail(file, node, `${attribute.name} of <${name}> must be text in quotes`);
    const { value } = attribute;
    const entry = known.find((other) => other.name === attribute.name);
    if (!entry)
      fail(
        file,
        node,
        `<${name}> has no attribute ${attribute.name}. ${known.length === 0 ? 'It has none' : `It has ${known.map((other) => other.name).join(', ')}`}`,
      );
    if (entry.values && !entry.values.includes(value))
      fail(file, node, `${attribute.name} of <${name}> must be ${entry.values.join(', ')}, not "${value}"`);
    given.add(attribute.name);
  }
  for (const entry of known) {
    if (entry.isNeeded && !given.has(entry.name)) fail(file, node, `<${name}> needs ${entry.name}`);
  }
}
