const space = /\s/u;

/** One word of an argument list. Offsets refer to the given text. */
export interface Word {
  /** As written, with quotes and escapes. */
  text: string;
  offset: number;
}

/**
 * Splits text at white space outside quotes, as BuildKit's lexer does with raw quotes and escapes
 * (moby/buildkit frontend/dockerfile/shell/lex.go): white space after `<<` does not end a word. Empty if a
 * quote is not closed, as in BuildKit.
 */
export function splitWords(text: string, escape: string): Word[] {
  const words: Word[] = [];
  let start = -1;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (space.test(char)) {
      if (start >= 0) words.push({ text: text.slice(start, i), offset: start });
      start = -1;
      continue;
    }
    if (start < 0) start = i;
    if (char === escape) {
      i += 1;
    } else if (char === "'" || char === '"') {
      i = closingQuote(text, i, escape);
      if (i < 0) return [];
    } else if (char === '<' && text[i + 1] === '<') {
      i += 1;
      while (i + 1 < text.length && space.test(text[i + 1]!)) i += 1;
    }
  }
  if (start >= 0) words.push({ text: text.slice(start), offset: start });
  return words;
}

function closingQuote(text: string, open: number, escape: string): number {
  const quote = text[open]!;
  if (quote === "'") return text.indexOf("'", open + 1);
  for (let i = open + 1; i < text.length; i += 1) {
    if (text[i] === escape) i += 1;
    else if (text[i] === '"') return i;
  }
  return -1;
}

/** The word without its quotes and escapes. Variables stay as written. */
export function unquote(word: string, escape: string): string {
  let out = '';
  for (let i = 0; i < word.length; i += 1) {
    const char = word[i]!;
    if (char === escape) {
      i += 1;
      out += word[i] ?? '';
    } else if (char === "'" || char === '"') {
      const end = closingQuote(word, i, escape);
      if (end < 0) return out + word.slice(i + 1);
      const inside = word.slice(i + 1, end);
      out += char === '"' ? unescapeDouble(inside, escape) : inside;
      i = end;
    } else {
      out += char;
    }
  }
  return out;
}

/** Inside double quotes, only the quote, `$` and the escape character itself can be escaped. */
function unescapeDouble(text: string, escape: string): string {
  if (!text.includes(escape)) return text;
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const next = text[i + 1];
    if (text[i] === escape && next !== undefined && (next === '"' || next === '$' || next === escape)) i += 1;
    out += text[i];
  }
  return out;
}
