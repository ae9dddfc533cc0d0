import type { Code, List, Root, Text } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { EXIT, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fail } from './problem.ts';

/**
 * Rejects a `:::` directive or a code block that is not closed, and a `:::` that closes nothing. Markdown
 * would close the former at the end mark of a different one, or at the end of the text, and the lesson would
 * lack the text in between; it would show the latter. Runs before the plugins that remove nodes.
 */
export function remarkClosed() {
  return (tree: Root, file: VFile) => {
    const lines = String(file.value).split('\n');
    visit(tree, (node) => {
      if (node.type === 'containerDirective') checkDirective(node, lines, file);
      else if (node.type === 'code') checkCode(node, lines, file);
      else if (node.type === 'text') checkText(node, tree, lines, file);
    });
  };
}

function checkDirective(node: ContainerDirective, lines: readonly string[], file: VFile): void {
  const colons = markOf(node, lines, /:{3,}/);
  let inner: ContainerDirective | undefined;
  visit(node, 'containerDirective', (other) => {
    if (
      other === node ||
      other.type !== 'containerDirective' ||
      markOf(other, lines, /:{3,}/).length < colons.length
    )
      return undefined;
    inner = other;
    return EXIT;
  });
  if (inner)
    fail(
      file,
      node,
      `${colons}${node.name} is not closed before the ${inner.name} on line ${inner.position?.start.line}: write ${colons} on a separate line, or add a colon here if the ${inner.name} belongs inside it`,
    );
  if (!isMark(lastLine(node, lines), colons))
    fail(file, node, `${colons}${node.name} is not closed: write ${colons} on a separate line where it ends`);
}

function checkCode(node: Code, lines: readonly string[], file: VFile): void {
  const fence = markOf(node, lines, /`{3,}|~{3,}/);
  if (fence === '') return;
  const start = node.position?.start.line ?? 1;
  const next = node.value.split('\n').findIndex((line) => line.trimStart().startsWith(fence));
  if (next !== -1)
    fail(
      file,
      node,
      `this block is not closed before the block on line ${start + 1 + next}: write ${fence} on a separate line where it ends`,
    );
  if (!isMark(lastLine(node, lines), fence))
    fail(file, node, `this block is not closed: write ${fence} on a separate line where it ends`);
}

function checkText(node: Text, tree: Root, lines: readonly string[], file: VFile): void {
  const { start, end } = node.position ?? { start: { line: 1 }, end: { line: 0 } };
  for (let line = start.line; line <= end.line; line += 1) {
    const mark = (lines[line - 1] ?? '').replace(/^[\s>]*/, '').trimEnd();
    if (!/^:{3,}$/.test(mark)) continue;
    const list = listBefore(tree, line);
    fail(
      file,
      list ?? node,
      list === undefined
        ? `the ${mark} on line ${line} closes nothing: remove it, or write the line that opens it, such as :::note`
        : `the ${mark} on line ${line} closes nothing: if it belongs to this list, write the line that opens it above the list, such as :::keypoints`,
    );
  }
}

/** The list that ends at a line or directly above it. */
function listBefore(tree: Root, line: number): List | undefined {
  return tree.children.find(
    (node): node is List =>
      node.type === 'list' &&
      node.position !== undefined &&
      node.position.start.line < line &&
      node.position.end.line >= line - 2,
  );
}

/** The colons, backticks or tildes at the start of a node; '' if there are none. */
function markOf({ position }: Code | ContainerDirective, lines: readonly string[], mark: RegExp): string {
  const text = lines[(position?.start.line ?? 1) - 1]?.slice((position?.start.column ?? 1) - 1) ?? '';
  const found = mark.exec(text);
  return found?.index === 0 ? found[0] : '';
}

function lastLine({ position }: Code | ContainerDirective, lines: readonly string[]): string {
  return position && position.end.line > position.start.line ? (lines[position.end.line - 1] ?? '') : '';
}

/** Whether a line closes a block that was opened with `mark`; in a quotation, it starts with `>`. */
function isMark(line: string, mark: string): boolean {
  const text = line.replace(/^[\s>]*/, '').trimEnd();
  return text.length >= mark.length && text === (mark[0] ?? '').repeat(text.length);
}
