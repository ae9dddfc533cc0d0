import { ContentError } from '@dfm/exercises';
import type { Root } from 'mdast';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { VFileMessage } from 'vfile-message';
import { lessonPlugins, noParts, type LessonParts } from './lesson-plugins.ts';

/**
 * Reads a lesson's MDX without compiling it, which is what takes time: for whoever wants its parts.
 * @param body MDX without frontmatter; its line numbers are the file's
 * @returns its parts, and what is left of its Markdown: a tree without answers and cards
 * @throws ContentError with file and line
 */
export function readMdx(body: string, file: string): LessonParts & { tree: Root } {
  const parts = noParts();
  const processor = unified().use(remarkParse).use(remarkMdx).use(lessonPlugins(parts));
  const source = new VFile({ value: body, path: file });
  try {
    const tree = processor.runSync(processor.parse(source), source) as Root;
    return { ...parts, tree };
  } catch (error) {
    // What MDX itself refuses: a tag that is not closed, a brace that is not.
    if (!(error instanceof VFileMessage)) throw error;
    // The tag's own place is in the words; beside them is that of what is around it, or none.
    const [, line = error.line, column = error.column] = /\((\d+):(\d+)-\d+:\d+\)/.exec(error.reason) ?? [];
    throw new ContentError([{ file, line: Number(line ?? 1), column: Number(column ?? 1), message: error.reason }]);
  }
}
