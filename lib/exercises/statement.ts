import 'server-only';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ContentError } from '@dfm/course/exercises';
import { compileMdx, type CompiledMdx } from '@dfm/course/mdx/compile-mdx';
import { contentRoot } from '../content/content-root.ts';
import { linkedTerms } from '../content/linked-terms.ts';

// Compiling takes a second, so an unchanged text is compiled once per process.
const compiled = new Map<string, Promise<CompiledMdx>>();

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
  const hash = createHash('sha256').update(`${slug}\0${statement}`).digest('hex');
  let mdx = compiled.get(hash);
  if (mdx === undefined) {
    mdx = compile(statement, file);
    compiled.set(hash, mdx);
  }
  const { code, references } = await mdx;
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
