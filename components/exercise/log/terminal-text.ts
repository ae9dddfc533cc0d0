/**
 * Makes a build's output harmless to show. Colours (SGR sequences) stay for the renderer; every other control
 * sequence, which could move a cursor, set a title or write a clipboard, is removed, and characters that reorder
 * text (Trojan Source) are made visible as ‹U+202E›.
 */
const ESC = '\\u001b';
const controlSequence = new RegExp(
  [
    // OSC, DCS, PM, APC and SOS strings up to their terminator (BEL or ST), or to the end of the text when cut.
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
const sgr = new RegExp(`^${ESC}\\[[0-9;:]*m$`);
const reordering = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function inertText(text: string): string {
  return text
    .replace(controlSequence, (sequence) => (sgr.test(sequence) ? sequence : ''))
    .replace(reordering, (c) => `‹U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The text alone, for copying and searching. */
export function plainText(text: string): string {
  return inertText(text).replace(new RegExp(`${ESC}\\[[0-9;:]*m`, 'g'), '');
}
