import type { Flag } from './model.ts';
import { isSpace } from './white-space.ts';

/**
 * Reads the flags that follow a keyword, as extractBuilderFlags does (moby/buildkit
 * frontend/dockerfile/parser/split_command.go): quotes and escapes are removed from the value; a bare `--`
 * ends the flags and is not a flag itself.
 *
 * @param from offset in `text` of the first character after the keyword
 * @returns the flags and the offset at which the arguments begin
 */
export function readFlags(text: string, from: number, escape: string): { flags: Flag[]; end: number } {
  const flags: Flag[] = [];
  let at = skipSpace(text, from);
  while (text.startsWith('--', at)) {
    const word = readWord(text, at, escape);
    at = skipSpace(text, word.end);
    if (word.text === '--') break;
    const equals = word.text.indexOf('=');
    flags.push(
      equals < 0
        ? { name: word.text.slice(2), value: undefined }
        : { name: word.text.slice(2, equals), value: word.text.slice(equals + 1) },
    );
  }
  return { flags, end: at };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at]!)) at += 1;
  return at;
}

/** The word up to white space outside quotes, without its quotes and escapes. */
function readWord(text: string, from: number, escape: string): { text: string; end: number } {
  const out: string[] = [];
  let quote = '';
  let at = from;
  for (; at < text.length; at += 1) {
    const char = text[at]!;
    if (quote === '' && isSpace(char)) break;
    if (char === escape) {
      at += 1;
      out.push(text[at] ?? '');
    } else if (char === quote) {
      quote = '';
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
    } else {
      out.push(char);
    }
  }
  return { text: out.join(''), end: Math.min(at, text.length) };
}
