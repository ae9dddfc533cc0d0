import type { IFunctionIdentifier, Terminal } from '@xterm/xterm';

/** Queries of programs that xterm.js answers: device attributes, status, modes. */
const controlSequences: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
];
/** Palette, foreground, background, cursor: the same sequences set a colour, or ask for it with `?`. */
const colors = [4, 10, 11, 12] as const;

/**
 * Answers no query of a program, because the terminal at the other end has answered it already. A second
 * answer would appear as typed text, once for each page and again after a reload.
 */
export function swallowQueries({ parser }: Pick<Terminal, 'parser'>): void {
  for (const id of controlSequences) parser.registerCsiHandler(id, () => true);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
  for (const color of colors)
    parser.registerOscHandler(color, (text) => text.split(';').some((part) => part === '?'));
}
