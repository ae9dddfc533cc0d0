import { visibleText } from './visible-text.ts';

const ESC = '\\u001b';
const controlSequence = new RegExp(
  [
    // OSC, DCS, PM, APC and SOS strings up to their terminator (BEL or ST), or to the end of the text when
    // cut.
    `(?:${ESC}[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|${ESC}\\\\|\\u009c|$)`,
    // CSI; SGR (final byte m, digits and separators only) is told apart in the replacer.
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]?`,
    // Every other escape, and an escape cut off at the end.
    `${ESC}[ -/]*[0-~]?`,
    // C0 and C1 controls but tab, line feed and carriage return.
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]',
  ].join('|'),
  'g',
);
const sgr = `${ESC}\\[[0-9;:]*m`;
const whole = new RegExp(`^${sgr}$`);
/** What is not made visible: it is a colour, or goes back to the start of a line. */
const kept = new RegExp(`(${sgr}|\\r)`);

/**
 * Makes what a program printed harmless to show. Colours (SGR sequences) and carriage returns stay for the
 * renderer; every other control sequence, which could move a cursor, set a title, link or write a clipboard,
 * is removed, and what nobody sees is made visible.
 */
export function inertText(text: string): string {
  const parts = text
    .replace(controlSequence, (sequence) => (whole.test(sequence) ? sequence : ''))
    .split(kept);
  // The kept ones stand at the odd places.
  return parts.map((part, i) => (i % 2 === 1 ? part : visibleText(part))).join('');
}

/** The same without colours, for where none are drawn; what began a line anew begins the next one. */
export function plainText(text: string): string {
  return inertText(text)
    .replace(new RegExp(sgr, 'g'), '')
    .replace(/\r+\n?/g, '\n');
}
