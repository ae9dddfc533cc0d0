import type { ContentProblem } from '@dfm/course/exercises';
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** Reports each `<Steps>` whose list is not between empty lines, without which it may not be read as a list. */
export function stepsProblems(tree: Root, file: string): ContentProblem[] {
  const problems: ContentProblem[] = [];
  visit(tree, ['mdxJsxFlowElement', 'mdxJsxTextElement'], (node) => {
    if ((node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') || node.name !== 'Steps')
      return;
    const line = node.position?.start.line ?? 1;
    const [first, last] = [node.children.at(0), node.children.at(-1)];
    if (node.type === 'mdxJsxTextElement' || first?.type !== 'list')
      problems.push({
        file,
        line,
        message: '<Steps> must be on a line of its own, followed by an empty line and a numbered list',
      });
    else if ((first.position?.start.line ?? line) < line + 2)
      problems.push({ file, line: line + 1, message: 'an empty line is missing after <Steps>' });
    else if ((last?.position?.end.line ?? line) > (node.position?.end.line ?? line) - 2)
      problems.push({
        file,
        line: node.position?.end.line,
        message: 'an empty line is missing before </Steps>',
      });
  });
  return problems;
}
