import { styleText } from 'node:util';

/** Where a command writes: results to `out`, progress and complaints to `err`. */
export interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Colours and weight, left out where they would only be noise (no terminal, NO_COLOR). */
  style: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Progress is for a person who waits. */
  interactive: boolean;
}

export const terminal: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  style: (format, text) => styleText(format, text, { stream: process.stdout }),
  interactive: process.stderr.isTTY === true,
};

/** Breaks text into lines of at most `width` characters at spaces, each begun with `indent`. */
export function wrapped(text: string, indent: string, width = 96): string {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

/** Control and direction-changing characters made visible: what a build prints must not drive this terminal. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}
