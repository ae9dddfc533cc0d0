import { ContentError, type ContentProblem } from '@dfm/course/exercises';
import type { Message } from 'esbuild';
import { bundleMDX } from 'mdx-bundler';
import rehypeSlug from 'rehype-slug';
import { codeBlocks, rehypeFocusableCode } from './code-blocks.ts';
import { namedPosition } from './read-mdx.ts';
import { rehypeContents, type Heading } from './rehype-contents.ts';
import { rehypeFoldedSection } from './rehype-folded-section.ts';
import { noParts, remarkPlugins, type MdxParts, type TextKind } from './remark-plugins.ts';

export interface CompiledMdx extends MdxParts {
  /** Body of a function for `getMDXComponent`. Contains no answers. */
  code: string;
  headings: Heading[];
}

/**
 * Compiles a lesson's or a statement's MDX.
 *
 * @param body MDX without frontmatter; its line numbers match the file
 * @throws ContentError with file and line
 */
export async function compileMdx(
  body: string,
  file: string,
  kind: TextKind = 'lesson',
): Promise<CompiledMdx> {
  const headings: Heading[] = [];
  const parts = noParts();
  try {
    const { code } = await bundleMDX({
      source: body,
      esbuildOptions: (options) => ({ ...options, logLevel: 'silent' }),
      mdxOptions: (options) => ({
        ...options,
        remarkPlugins: remarkPlugins(parts, kind),
        rehypePlugins: [
          rehypeSlug,
          [rehypeContents, { headings }],
          ...(kind === 'statement' ? [rehypeFoldedSection] : []),
          [...codeBlocks],
          rehypeFocusableCode,
        ],
      }),
    });
    return { code, headings, ...parts };
  } catch (error) {
    throw contentError(error, file);
  }
}

/**
 * Converts an error of the bundler to the form for authors. An error thrown by a plugin is in `detail`; other
 * errors have a position.
 */
function contentError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return error;
  const problems = (error.errors as Message[]).flatMap((message): ContentProblem[] => {
    const pluginError: unknown = message.detail?.cause ?? message.detail;
    if (pluginError instanceof ContentError)
      return pluginError.problems.map((problem) => ({ ...problem, file }));
    const { line = 0, column = 0 } = message.location ?? {};
    return [
      {
        file,
        ...(line === 0 ? namedPosition(message.text) : { line, column: column + 1 }),
        message: message.text.replace(/^Cannot process MDX file with esbuild:\s*(\d+:\d+(-\d+:\d+)?: )?/, ''),
      },
    ];
  });
  return new ContentError(problems);
}
