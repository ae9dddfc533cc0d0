import type { Code, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { EXIT, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { fail } from './problem.ts';

/**
 * Rejects a `:::` directive or a code block that is not closed. Markdown would close it at the end mark of a
 * different one, or at the end of the text, and the lesson would lack the text in between. Runs before the
 * plugins that remove nodes.
 */
export function remarkClosed() {
  return (tree: Root, file: VFile) => {
    const lines = String(file.value).split('\n');
    visit(tree, (node) => {
      if (node.type === 'containerDirective') checkDirective(node, lines, file);
      else if (node.type === 'code') checkCode(node, lines, file);
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
