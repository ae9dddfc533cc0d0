/** The parsed options after the language of a code fence. */
export interface FenceMeta {
  run: boolean;
  /** Path of a file, or a heading. */
  title?: string;
  exit?: string;
  expect: string[];
  cheat?: string;
}

/**
 * The options of a code fence, each with a sentence for authors and an example of its value. Those after
 * `cheat` are of rehype-expressive-code: frames and text markers.
 */
export const fenceOptions: Record<string, { description: string; value?: string }> = {
  run: { description: 'Runs the block, or with a title writes it to that file.' },
  exit: { description: 'The code that the block must exit with, from 0 to 255.', value: '1' },
  expect: { description: 'Text that the output must contain. May be repeated.', value: '"text"' },
  cheat: { description: 'What the command does. Adds it to the cheat sheet.', value: '"What it does"' },
  title: { description: 'A heading, or with run the path of the file to write.', value: '"Dockerfile"' },
  frame: { description: 'Which frame is drawn: code, terminal, none or auto.', value: '"terminal"' },
  mark: { description: 'Lines or words to highlight.', value: '{1-3}' },
  ins: { description: 'Lines or words that were added.', value: '{2}' },
  del: { description: 'Lines or words that were removed.', value: '{3}' },
  wrap: { description: 'Wraps long lines.' },
  showLineNumbers: { description: 'Numbers the lines.' },
};

/** Our own options, with a value in quotes; `exit` takes a number. */
const ownWords = ['exit', 'expect', 'cheat'];
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
    if (word !== undefined && !Object.hasOwn(fenceOptions, word))
      return {
        problem: `“${word}” is not an option of a code block. The options are ${Object.keys(fenceOptions).join(', ')}`,
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
