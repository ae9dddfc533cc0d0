/** The parsed options after the language of a code fence. */
export interface FenceMeta {
  run: boolean;
  /** Path of a file, or a heading. */
  title?: string;
  exit?: string;
  expect: string[];
  cheat?: string;
}

/** Our own options, with a value in quotes; `exit` takes a number. */
const ownWords = ['exit', 'expect', 'cheat'];
/** Options of rehype-expressive-code that lessons use: frames and text markers. */
const highlighter = new Set(['title', 'frame', 'mark', 'ins', 'del', 'wrap', 'showLineNumbers']);
/** `word`, `word=value`, or a marker without a word: {1-3}, "text", /pattern/. */
const part =
  /\s*(?:(?<word>[A-Za-z][\w-]*)(?:=(?<value>"[^"]*"|'[^']*'|\{[^}]*\}|\/(?:[^/\\]|\\.)+\/|[^\s"'{}/]+))?|\{[^}]*\}|"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)+\/)(?=\s|$)/y;

/**
 * Parses the options of a code fence.
 *
 * @returns the options, or a description of the problem
 */
export function fenceMeta(meta: string): FenceMeta | { problem: string } {
  const parsed: FenceMeta = { run: false, expect: [] };
  const text = meta.trimEnd();
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const from = part.lastIndex;
    const match = part.exec(text);
    if (!match)
      return {
        problem: `cannot read “${text.slice(from).trim()}” after the language. Put a value with spaces in quotes: cheat="Lists containers"`,
      };
    const { word, value } = match.groups ?? {};
    if (word !== undefined && (word === 'run' || ownWords.includes(word))) {
      const problem = take(parsed, word, value);
      if (problem !== undefined) return { problem };
      continue;
    }
    if (word !== undefined && !highlighter.has(word))
      return {
        problem: `“${word}” is not an option of a code block. The options are run, ${ownWords.join(', ')}, ${[...highlighter].join(', ')}`,
      };
    if (word === 'title') parsed.title = unquoted(value ?? '');
  }
  return parsed;
}

function take(parsed: FenceMeta, word: string, value: string | undefined): string | undefined {
  if (word === 'run') {
    parsed.run = true;
    return value === undefined ? undefined : 'run takes no value';
  }
  if (word === 'exit') {
    parsed.exit = value ?? '';
    return /^\d{1,3}$/.test(parsed.exit) && Number(parsed.exit) <= 255
      ? undefined
      : 'exit needs the expected exit code, from 0 to 255: exit=1';
  }
  if (value === undefined || !/^["']/.test(value) || unquoted(value).trim() === '')
    return `${word} needs text in quotes: ${word}="…"`;
  if (word === 'expect') parsed.expect.push(unquoted(value));
  else if (parsed.cheat === undefined) parsed.cheat = unquoted(value);
  else return 'cheat is used twice';
  return undefined;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
