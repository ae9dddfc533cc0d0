/** The keys that a phone's keyboard does not have. */
export const touchKeys = ['Esc', 'Tab', '←', '↑', '↓', '→', '|', '/', '~', '-'] as const;
export type TouchKey = (typeof touchKeys)[number];

const finalOfArrow: Partial<Record<TouchKey, string>> = { '↑': 'A', '↓': 'B', '→': 'C', '←': 'D' };

/**
 * What a key sends to the shell.
 *
 * @param isApplication whether the program has changed what arrow keys send (DECCKM)
 * @param isCtrl whether Ctrl is held
 */
export function textOfKey(key: TouchKey, isApplication: boolean, isCtrl: boolean): string {
  const final = finalOfArrow[key];
  if (final !== undefined) return isCtrl ? `\x1b[1;5${final}` : `\x1b${isApplication ? 'O' : '['}${final}`;
  if (key === 'Esc') return '\x1b';
  if (key === 'Tab') return '\t';
  return isCtrl ? withCtrl(key) : key;
}

/** A typed character with Ctrl: `c` becomes the control character that interrupts. Other text is unchanged. */
export function withCtrl(text: string): string {
  if (text === ' ') return '\0';
  if (text === '?') return '\x7f';
  // These share a key with _ on the keyboards for which terminals were made.
  if (text === '/' || text === '-') return '\x1f';
  return /^[@-_a-z]$/.test(text) ? String.fromCharCode(text.charCodeAt(0) & 0x1f) : text;
}
