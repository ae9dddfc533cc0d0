import { parse } from 'unbash';
import type { Word, WordPart } from 'unbash';

/**
 * The argv of a script that consists of one plain command.
 *
 * @returns undefined if a shell is needed: several commands, redirections, assignments, variables, globs
 */
export function literalCommand(script: string): string[] | undefined {
  const parsed = parse(script);
  const [statement, second] = parsed.commands;
  const command = statement?.command;
  if (parsed.errors?.length || second !== undefined || statement?.background || command?.type !== 'Command')
    return undefined;
  if (command.name === undefined || command.prefix.length > 0 || command.redirects.length > 0)
    return undefined;
  const argv: string[] = [];
  for (const word of [command.name, ...command.args]) {
    const literal = word.type === 'Word' ? isLiteral(word) : false;
    if (!literal && !(word.type === 'Assignment' && /^[\w=.,:/@%+-]*$/u.test(word.text))) return undefined;
    argv.push(word.type === 'Word' ? word.value : word.text);
  }
  return argv;
}

function isLiteral(word: Word): boolean {
  if (word.text.startsWith('~')) return false;
  return (word.parts ?? []).every(isLiteralPart);
}

function isLiteralPart(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every(isLiteralPart);
  return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
}
