import type { QuizKey } from '@dfm/contracts';
import { ContentError, type ContentProblem } from '@dfm/exercises';
import type { Message } from 'esbuild';
import { bundleMDX } from 'mdx-bundler';
import rehypeSlug from 'rehype-slug';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import { codeBlocks, rehypeFocusableCode } from './code-blocks.ts';
import { rehypeContents, type Heading } from './rehype-contents.ts';
import { remarkAsides } from './remark-asides.ts';
import { remarkForbidCode } from './remark-forbid-code.ts';
import { remarkQuestions } from './remark-questions.ts';
import { remarkReferences, type Reference } from './remark-references.ts';
import { remarkStageGraph } from './remark-stage-graph.ts';

export interface CompiledMdx {
  /** Body of a function for `getMDXComponent`. Holds no answer of any question. */
  code: string;
  headings: Heading[];
  /** Answers by quiz id. For the server alone. */
  keys: Map<string, QuizKey>;
  /** Recorded runs, lessons and exercises the text points to. */
  references: Reference[];
}

/**
 * Compiles a lesson's or a statement's MDX.
 * @param body MDX without frontmatter; its line numbers are the file's
 * @throws ContentError with file and line
 */
export async function compileMdx(body: string, file: string): Promise<CompiledMdx> {
  const keys = new Map<string, QuizKey>();
  const headings: Heading[] = [];
  const references: Reference[] = [];
  try {
    const { code } = await bundleMDX({
      source: body,
      esbuildOptions: (options) => ({ ...options, logLevel: 'silent' }),
      mdxOptions: (options) => ({
        ...options,
        remarkPlugins: [
          remarkGfm,
          remarkDirective,
          remarkForbidCode,
          remarkStageGraph,
          [remarkReferences, { references }],
          [remarkQuestions, { keys }],
          remarkAsides,
        ],
        rehypePlugins: [rehypeSlug, [rehypeContents, { headings }], [...codeBlocks], rehypeFocusableCode],
      }),
    });
    return { code, headings, keys, references };
  } catch (error) {
    throw contentError(error, file);
  }
}

/** The bundler's failure in the form authors get: it carries what a plugin threw as `detail`, and a place for the rest. */
function contentError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return error;
  const problems = (error.errors as Message[]).flatMap((message): ContentProblem[] => {
    const refusal: unknown = message.detail?.cause ?? message.detail;
    if (refusal instanceof ContentError) return refusal.problems.map((problem) => ({ ...problem, file }));
    return [{ file, line: message.location?.line, column: message.location?.column, message: message.text.replace(/^Cannot process MDX file with esbuild:\s*(\d+:\d+(-\d+:\d+)?: )?/, '') }];
  });
  return new ContentError(problems);
}
