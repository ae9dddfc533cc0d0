import 'server-only';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { contentRoot } from '../content/content-root.ts';
import { compileMdx } from '../content/mdx/compile-mdx.ts';

// Compiling takes a second; a text that has not changed is compiled once per process.
const compiled = new Map<string, Promise<string>>();

/**
 * Compiles an exercise's statement.
 * @returns the body of a function for `getMDXComponent`
 * @throws ContentError with file and line
 */
export function compileStatement(slug: string, statement: string): Promise<string> {
  const hash = createHash('sha256').update(`${slug}\0${statement}`).digest('hex');
  let code = compiled.get(hash);
  if (code === undefined) {
    code = compileMdx(statement, join(contentRoot(), 'exercises', slug, 'statement.mdx')).then((mdx) => mdx.code);
    compiled.set(hash, code);
  }
  return code;
}
