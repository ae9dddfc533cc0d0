import { ContentError } from '@dfm/course/exercises';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { noParts, remarkPlugins, type MdxParts } from './remark-plugins.ts';

/**
 * Reads what a lesson's text holds beside its words, without compiling it: milliseconds instead of a second.
 *
 * @param body MDX without frontmatter; its line numbers are the file's
 * @throws ContentError with file and line
 */
export async function readMdx(body: string, file: string): Promise<MdxParts> {
  const parts = noParts();
  const processor = unified().use(remarkParse).use(remarkMdx).use(remarkPlugins(parts));
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

/** The parser's own refusal, of text that is no MDX. */
function isMessage(error: unknown): error is Message {
  return error instanceof Error && 'reason' in error && 'line' in error;
}

/** The parser takes every `<` for the beginning of a component, which an author may not have meant. */
function wordsOf({ reason }: Message): string {
  return /^Unexpected character .* before name/.test(reason)
    ? 'a < begins a component: write \\< for the sign, and {/* … */} for a comment'
    : reason;
}

/**
 * What is missing at the end of the file has no place of its own; the words name that of what it belongs to:
 * `(3:1-3:8)`.
 */
function rangeOf({ line, column, reason }: Message): {
  line?: number | undefined;
  column?: number | undefined;
} {
  if (line !== undefined) return { line, column };
  const [, named, namedColumn] = /\((\d+):(\d+)-\d+:\d+\)/.exec(reason) ?? [];
  return named === undefined ? {} : { line: Number(named), column: Number(namedColumn) };
}
