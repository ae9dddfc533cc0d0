import { lineKeywords } from './line-keywords.ts';

type TokenKind = 'keyword' | 'string' | 'variable' | 'comment' | 'text';

interface Token {
  kind: TokenKind;
  text: string;
}

export interface TokenLine {
  /** The instruction the line belongs to; none for comments and empty lines. */
  instruction: string | undefined;
  tokens: Token[];
}

const argument = /(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(?<variable>\$\{?\w+\}?)/g;

/**
 * Splits a Dockerfile into the tokens that the editor's grammar colours, so that it looks the same before the
 * editor is loaded. Multi-line strings and heredocs are left plain. Joined together, the tokens of a line are
 * the line.
 */
export function dockerfileTokens(text: string): TokenLine[] {
  const lines = text.split(/\r?\n/);
  const instructions = lineKeywords(lines);
  return lines.map((line, index) => {
    const instruction = instructions[index];
    if (/^\s*#/.test(line)) return { instruction, tokens: [{ kind: 'comment', text: line }] };
    const isContinued = index > 0 && /\\\s*$/.test(lines[index - 1] ?? '');
    const start =
      isContinued || instruction === undefined ? 0 : line.indexOf(instruction) + instruction.length;
    return {
      instruction,
      tokens: [
        ...(start > 0 ? [{ kind: 'keyword', text: line.slice(0, start) } as const] : []),
        ...argumentTokens(line.slice(start)),
      ],
    };
  });
}

function argumentTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(argument)) {
    if (match.index > end) tokens.push({ kind: 'text', text: text.slice(end, match.index) });
    tokens.push({ kind: match.groups?.string === undefined ? 'variable' : 'string', text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'text', text: text.slice(end) });
  return tokens;
}
