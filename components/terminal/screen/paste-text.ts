interface PreparedPaste {
  /** What is sent to the shell. */
  text: string;
  /** Whether the shell would run a part of it at once, so that the learner has to confirm it. */
  runsAtOnce: boolean;
}

/** Line endings, of which a terminal knows only the one of the Enter key. */
const lineEnding = /\r\n|\n/g;
/** Control characters except tab and carriage return: a web page can hide them in what is copied from it. */
const control = /(?![\t\r])\p{Cc}/gu;
const bracket = { start: '\x1b[200~', end: '\x1b[201~' } as const;

/**
 * Prepares a text from the clipboard.
 *
 * @param isBracketed whether the program in the shell distinguishes pasted from typed text
 */
export function preparePaste(copied: string, isBracketed: boolean): PreparedPaste {
  const text = copied.replace(lineEnding, '\r').replace(control, '');
  if (isBracketed) return { text: text && bracket.start + text + bracket.end, runsAtOnce: false };
  return { text, runsAtOnce: text.includes('\r') };
}
