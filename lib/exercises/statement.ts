import 'server-only';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ContentError } from '@dfm/exercises';
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
    code = compile(statement, join(contentRoot(), 'exercises', slug, 'statement.mdx'));
    compiled.set(hash, code);
  }
  return code;
}

async function compile(statement: string, file: string): Promise<string> {
  const { code, commands, cards } = await compileMdx(statement, file);
  const [command] = commands;
  if (command) throw new ContentError([{ file, line: command.line, message: 'nothing runs the commands of a statement: leave out run and cheat, or put them into a lesson' }]);
  if (cards.length > 0) throw new ContentError([{ file, message: 'recall cards belong to a lesson' }]);
  return code;
}
