import type { BuildContext } from '../context/build-source.ts';
import { baseName } from '../shell/shell-commands.ts';
import type { ShellCommand } from '../shell/shell-commands.ts';
import type { Instruction } from '../syntax/model.ts';

/** Longer code is not read: it is probably generated, and the editor must stay responsive. */
const maxLength = 200_000;

/** The code of `python -c '…'`; undefined for other commands. */
export function inlineCode({ words }: ShellCommand): string | undefined {
  if (!isPython(words[0]!)) return undefined;
  const at = words.findIndex((word, i) => i > 0 && /^-[a-zA-Z]*c$/u.test(word));
  return at < 0 ? undefined : words[at + 1];
}

/**
 * The code of `RUN python <<EOF`, or of a heredoc that begins with `#!…python`, and the line on which it
 * starts.
 */
export function heredocCode(instruction: Instruction): { text: string; startLine: number } | undefined {
  const [heredoc, second] = instruction.heredocs;
  if (heredoc === undefined || second !== undefined || instruction.keyword !== 'RUN') return undefined;
  const program = instruction.words.find((word) => !word.includes('<<'));
  const isCode = program === undefined ? /^#!.*python/u.test(heredoc.body) : isPython(program);
  return isCode ? { text: heredoc.body, startLine: heredoc.startLine } : undefined;
}

/** The script that `python fetch.py` or `python -m fetch` runs; undefined if it is not in the context. */
export function scriptOf(
  { words }: ShellCommand,
  context: BuildContext | undefined,
): { path: string; text: string } | undefined {
  if (context === undefined || !isPython(words[0]!)) return undefined;
  const moduleAt = words.indexOf('-m');
  const name =
    moduleAt > 0
      ? `${(words[moduleAt + 1] ?? '').replaceAll('.', '/')}.py`
      : words.find((word, i) => i > 0 && word.endsWith('.py'));
  if (name === undefined) return undefined;
  const base = name.replace(/^(?:\.?\/)+/u, '');
  const file =
    context.files.find(({ path }) => path === base) ??
    context.files.find(({ path }) => path.endsWith(`/${baseName(base)}`) || path === baseName(base));
  return file?.text === undefined || file.text.length > maxLength
    ? undefined
    : { path: file.path, text: file.text };
}

function isPython(word: string): boolean {
  return /^(?:python|pypy)(?:\d[\d.]*)?$/u.test(baseName(word));
}

/** One call in Python code, as it can be read from the text. */
export interface PythonCall {
  /** Dotted, as written: `torch.hub.load`. */
  name: string;
  /** The text between the parentheses, without comments. */
  args: string;
  /** 1-based. */
  line: number;
}

/**
 * The calls of the named functions or methods. The text is read character by character, so that brackets and
 * commas in strings do not count.
 *
 * @param names the last parts of the dotted names, such as `from_pretrained`
 */
export function pythonCalls(text: string, names: ReadonlySet<string>): PythonCall[] {
  if (text.length > maxLength) return [];
  const calls: PythonCall[] = [];
  const plain = withoutComments(text);
  let line = 1;
  let counted = 0;
  for (const match of plain.matchAll(/(?<!\w)([A-Za-z_]\w*)[ \t]{0,5}\(/gu)) {
    if (!names.has(match[1]!)) continue;
    const start = match.index + match[0].length;
    const before = plain.slice(Math.max(0, match.index - 60), match.index);
    if (/(?:^|[^\w.])(?:def|class)[ \t]+$/u.test(before)) continue;
    for (; counted < match.index; counted += 1) if (plain[counted] === '\n') line += 1;
    calls.push({
      name: `${/[\w.]*$/u.exec(before)![0]}${match[1]!}`,
      args: plain.slice(start, closing(plain, start)),
      line,
    });
    if (calls.length >= 200) break;
  }
  return calls;
}

/** Replaces comments with spaces, which keeps offsets and lines. Strings stay as they are. */
function withoutComments(text: string): string {
  if (!text.includes('#')) return text;
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = stringEnd(text, at);
    else if (char === '#') {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      out += text.slice(from, at) + ' '.repeat(stop - at);
      from = stop;
      at = stop - 1;
    }
  }
  return out + text.slice(from);
}

/**
 * Index of the quote that closes the string that begins at `open`, or of the end of its line if it is not
 * closed.
 */
function stringEnd(text: string, open: number): number {
  const quote = text[open]!;
  if (text.startsWith(quote.repeat(3), open)) {
    const end = text.indexOf(quote.repeat(3), open + 3);
    return end < 0 ? text.length : end + 2;
  }
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote || text[at] === '\n') return at;
  }
  return text.length;
}

/** Longer arguments are assumed to be data. */
const maxArgs = 5000;

function closing(text: string, start: number): number {
  let depth = 1;
  const last = Math.min(text.length, start + maxArgs);
  for (let at = start; at < last; at += 1) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = stringEnd(text, at);
    else if (char === '(' || char === '[' || char === '{') depth += 1;
    else if ((char === ')' || char === ']' || char === '}') && (depth -= 1) === 0) return at;
  }
  return last;
}

/** The first argument, if it is a plain string literal. */
export function firstString(args: string): string | undefined {
  const match = /^\s*(?:\w+\s*=\s*)?[rbu]?(?:"([^"\n\\]*)"|'([^'\n\\]*)')\s*(?:,|$)/u.exec(args);
  return match?.[1] ?? match?.[2];
}

/** The value of the keyword argument `name`, as written, up to the next comma; undefined if it is not given. */
export function keyword(args: string, name: string): string | undefined {
  const at = args.search(new RegExp(`(?:^|[\\s,(])${name}\\s*=(?!=)`, 'u'));
  return at < 0
    ? undefined
    : args
        .slice(args.indexOf('=', at) + 1)
        .split(',', 1)[0]!
        .trim();
}
