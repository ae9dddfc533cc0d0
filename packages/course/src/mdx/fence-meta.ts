/** What stands behind the language of a code fence, taken apart. */
export interface FenceMeta {
  run: boolean;
  /** Path of a file, or a heading. */
  title?: string;
  exit?: string;
  expect: string[];
  cheat?: string;
}

/** Words of ours with a value in quotes. `exit` takes a number. */
const ours = ['exit', 'expect', 'cheat'];
/** Words of rehype-expressive-code that lessons use: its frames and text markers. */
const highlighter = new Set(['title', 'frame', 'mark', 'ins', 'del', 'wrap', 'showLineNumbers']);
/** `word`, `word=value`, or a marker without a word: {1-3}, "text", /pattern/. */
const part =
  /\s*(?:(?<word>[A-Za-z][\w-]*)(?:=(?<value>"[^"]*"|'[^']*'|\{[^}]*\}|\/(?:[^/\\]|\\.)+\/|[^\s"'{}/]+))?|\{[^}]*\}|"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)+\/)(?=\s|$)/y;

/**
 * Reads the meta words of a fence.
 *
 * @returns the words, or what is wrong with them in words
 */
export function fenceMeta(meta: string): FenceMeta | { wrong: string } {
  const read: FenceMeta = { run: false, expect: [] };
  const text = meta.trimEnd();
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const from = part.lastIndex;
    const match = part.exec(text);
    if (!match)
      return {
        wrong: `cannot read “${text.slice(from).trim()}” behind the language. A value with spaces stands in quotes: cheat="Lists containers"`,
      };
    const { word, value } = match.groups ?? {};
    if (word !== undefined && (word === 'run' || ours.includes(word))) {
      const wrong = take(read, word, value);
      if (wrong !== undefined) return { wrong };
      continue;
    }
    if (word !== undefined && !highlighter.has(word))
      return {
        wrong: `“${word}” is not known behind the language of a code block. There are run, ${ours.join(', ')}, ${[...highlighter].join(', ')}`,
      };
    if (word === 'title') read.title = unquoted(value ?? '');
  }
  return read;
}

function take(read: FenceMeta, word: string, value: string | undefined): string | undefined {
  if (word === 'run') {
    read.run = true;
    return value === undefined ? undefined : 'run takes no value';
  }
  if (word === 'exit') {
    read.exit = value ?? '';
    return /^\d{1,3}$/.test(read.exit) && Number(read.exit) <= 255
      ? undefined
      : 'exit takes the exit code that is expected, from 0 to 255: exit=1';
  }
  if (value === undefined || !/^["']/.test(value) || unquoted(value).trim() === '')
    return `${word} takes a text in quotes: ${word}="…"`;
  if (word === 'expect') read.expect.push(unquoted(value));
  else if (read.cheat === undefined) read.cheat = unquoted(value);
  else return 'cheat is there twice';
  return undefined;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
