import type { Root } from 'mdast';
// For the nodes it adds to mdast's types.
// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers
import type {} from 'mdast-util-mdx';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { lessonComponents } from './components.ts';
import { fail } from './problem.ts';

/**
 * A lesson is text, not a program: no import, export or expression, and only the components that are
 * declared. Comments (`{/* … *\/}`) may stay. Runs before the plugins that add elements of their own.
 */
export function remarkForbidCode() {
  return forbidCode;
}

/** Refuses code in a tree of Markdown. */
export function forbidCode(tree: Root, file: VFile): void {
  visit(tree, (node) => {
    if (node.type === 'mdxjsEsm') fail(file, node, 'a lesson may not import or export');
    if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression') {
      if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(node.value))
        fail(file, node, `a lesson may not compute: {${node.value}}. Write \\{ for a brace in the text`);
    }
    if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') checkElement(node, file);
  });
}

function checkElement(node: MdxJsxFlowElement | MdxJsxTextElement, file: VFile) {
  const name = node.name ?? '';
  const allowed = Object.hasOwn(lessonComponents, name) ? lessonComponents[name] : undefined;
  if (!allowed)
    fail(
      file,
      node,
      `<${name}> is not a component of a lesson. There are ${Object.keys(lessonComponents).join(', ')}`,
    );
  const known = allowed.map((entry) => readEntry(entry));
  const given = new Set<string>();
  for (const attribute of node.attributes) {
    if (attribute.type !== 'mdxJsxAttribute') fail(file, node, `<${name}> may not spread attributes`);
    if (typeof attribute.value !== 'string')
      fail(file, node, `${attribute.name} of <${name}> has to be a text in quotes`);
    const { value } = attribute;
    const entry = known.find((other) => other.name === attribute.name);
    if (!entry)
      fail(
        file,
        node,
        `<${name}> has no attribute ${attribute.name}. ${known.length === 0 ? 'It has none' : `It has ${known.map((other) => other.name).join(', ')}`}`,
      );
    if (entry.values && !entry.values.includes(value))
      fail(file, node, `<${name}> has no ${attribute.name} "${value}". There are ${entry.values.join(', ')}`);
    given.add(attribute.name);
  }
  for (const entry of known) {
    if (entry.isNeeded && !given.has(entry.name)) fail(file, node, `<${name}> needs ${entry.name}`);
  }
}

/** An attribute as components.ts declares it: `name`, `name!`, `name!=one|other`. */
function readEntry(entry: string): { name: string; isNeeded: boolean; values: string[] | undefined } {
  const [declared = '', values] = entry.split('=');
  return { name: declared.replace('!', ''), isNeeded: declared.endsWith('!'), values: values?.split('|') };
}
