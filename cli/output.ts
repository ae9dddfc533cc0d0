import { styleText } from 'node:util';
import { inertJson, visibleText } from '@dfm/contracts/visible-text';

/** Where a command writes: results to `out`, progress and errors to `err`. */
export interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Applies colours and bold, or neither if the output is not a terminal or NO_COLOR is set. */
  style: (format: Parameters<typeof styleText>[0], text: string) => string;
  /** Whether a person is waiting, so that progress is shown. */
  interactive: boolean;
}

export const terminal: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  style: (format, text) => styleText(format, text, { stream: process.stdout }),
  interactive: process.stderr.isTTY === true,
};

/** Breaks text at spaces into lines of at most `width` characters, each starting with `indent`. */
export function wrapped(text: string, indent: string, width = 96): string {
  const lines: string[] = [];
  let line = '';
  for (const word of visibleText(text).split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

/** A document as JSON with a final line feed: exact for a program, and safe to print in a terminal. */
export function jsonDocument(document: unknown): string {
  return `${inertJson(JSON.stringify(document, null, 2))}\n`;
}
