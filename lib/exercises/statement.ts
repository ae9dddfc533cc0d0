import 'server-only';
import { join } from 'node:path';
import { byText } from '@dfm/course/by-text';
import { ContentError } from '@dfm/course/exercises';
import { compileMdx, type CompiledMdx } from '@dfm/course/mdx/compile-mdx';
import { contentRoot } from '../content/content-root.ts';
import { linkedTerms } from '../content/linked-terms.ts';

// Compiling takes a second, so an unchanged text is compiled once per process.
const compiled = byText<Promise<CompiledMdx>>();

/**
 * Compiles an exercise's statement.
 *
 * @returns the body of a function for `getMDXComponent`, and the glossary entries that the statement links
 *   to, by slug
 * @throws ContentError with file and line
 */
export async function compileStatement(
  slug: string,
  statement: string,
): Promise<{ code: string; terms: Record<string, { term: string; definition: string }> }> {
  const file = join(contentRoot(), 'exercises', slug, 'statement.mdx');
  const { code, references } = await compiled(slug, statement, () => compile(statement, file));
  const { terms, problems } = await linkedTerms(references, file);
  if (problems.length > 0) throw new ContentError(problems);
  return { code, terms };
}

async function compile(statement: string, file: string): Promise<CompiledMdx> {
  const mdx = await compileMdx(statement, file, 'statement');
  const [command] = mdx.commands;
  if (command)
    throw new ContentError([
      {
        file,
        line: command.line,
        message: 'commands in a statement are not run: remove run and cheat, or move the command to a lesson',
      },
    ]);
  return mdx;
}
