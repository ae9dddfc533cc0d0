import { styleText } from 'node:util';
import { inertJson, visibleText } from '@dfm/contracts/visible-text';

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
  for (const word of visibleText(text).split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

/** A document as JSON with a line feed at its end: exact for a program, inert in a terminal. */
export function jsonDocument(document: unknown): string {
  return `${inertJson(JSON.stringify(document, null, 2))}\n`;
}
