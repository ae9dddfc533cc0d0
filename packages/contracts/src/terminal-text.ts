import { visibleText } from './visible-text.ts';

const ESC = '\\u001b';
const controlSequence = new RegExp(
  [
    // OSC, DCS, PM, APC and SOS strings up to their terminator (BEL or ST), or to the end of the text if they are
    // incomplete.
    `(?:${ESC}[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|${ESC}\\\\|\\u009c|$)`,
    // CSI; the replacer keeps SGR (final byte m, only digits and separators).
    `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]?`,
    // Every other escape, and an incomplete escape at the end.
    `${ESC}[ -/]*[0-~]?`,
    // C0 and C1 controls except tab, line feed and carriage return.
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]',
  ].join('|'),
  'g',
);
const sgr = `${ESC}\\[[0-9;:]*m`;
const completeSgr = new RegExp(`^${sgr}$`);
/** Control sequences that are kept: colours, and the carriage return. */
const allowedControls = new RegExp(`(${sgr}|\\r)`);

/**
 * Makes the output of a program safe to show. Colours (SGR sequences) and carriage returns are kept for the
 * renderer. Every other control sequence, which could move the cursor, set a title, create a link or write to
 * the clipboard, is removed, and invisible characters are made visible.
 */
export function inertText(text: string): string {
  const parts = text
    .replace(controlSequence, (sequence) => (completeSgr.test(sequence) ? sequence : ''))
    .split(allowedControls);
  // `split` puts the kept sequences at odd indices.
  return parts.map((part, i) => (i % 2 === 1 ? part : visibleText(part))).join('');
}

/** The same without colours, for plain text. A carriage return becomes a line break. */
export function plainText(text: string): string {
  return inertText(text)
    .replace(new RegExp(sgr, 'g'), '')
    .replace(/\r+\n?/g, '\n');
}
