import { ContentError } from '@dfm/course/exercises';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { noParts, remarkPlugins, type MdxParts, type TextKind } from './remark-plugins.ts';

/**
 * Reads the structured parts of a lesson without compiling it, which takes milliseconds instead of a second.
 *
 * @param body MDX without frontmatter; its line numbers match the file
 * @throws ContentError with file and line
 */
export async function readMdx(body: string, file: string, kind: TextKind = 'lesson'): Promise<MdxParts> {
  const parts = noParts();
  const processor = unified().use(remarkParse).use(remarkMdx).use(remarkPlugins(parts, kind));
  const source = new VFile({ path: file, value: body });
  try {
    await processor.run(processor.parse(source), source);
  } catch (error) {
    if (isMessage(error)) throw new ContentError([{ file, ...rangeOf(error), message: wordsOf(error) }]);
    throw error;
  }
  return parts;
}

type Message = VFile['messages'][number];

/** Whether the error comes from the parser, for text that is not valid MDX. */
function isMessage(error: unknown): error is Message {
  return error instanceof Error && 'reason' in error && 'line' in error;
}

/** The parser interprets every `<` as the start of a component, which the author may not have meant. */
function wordsOf({ reason }: Message): string {
  return /^Unexpected character .* before name/.test(reason)
    ? 'a < starts a component: write \\< for a less-than sign, and {/* … */} for a comment'
    : reason;
}

function rangeOf({ line, column, reason }: Message) {
  return line === undefined ? namedPosition(reason) : { line, column };
}

/**
 * If something is missing at the end of the file, the error has no position of its own, but the message
 * contains the position of the start, such as `(3:1-3:8)`.
 */
export function namedPosition(message: string): { line?: number; column?: number } {
  const [, line, column] = /\((\d+):(\d+)-\d+:\d+\)/.exec(message) ?? [];
  return line === undefined ? {} : { line: Number(line), column: Number(column) };
}
