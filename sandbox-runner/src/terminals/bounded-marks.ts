import type { Terminal } from '@xterm/headless';

/**
 * Marks that a character gets. Unicode's stream-safe text has no more in a row (UAX 15), and no language
 * needs so many.
 */
const maxMarks = 30;
/** What a terminal knows about a character: whether it joins the one before, its width, and bits of our own. */
const joins = 0b001;
const standsAlone = 0b010;
const markBits = 3;

/** The part of a terminal that decides what joins the character before. It is not in its types. */
interface Inner {
  unicodeService: { charProperties(codePoint: number, before: number): number };
}

/**
 * Ends a character that has too many marks: the next mark is shown on its own. A terminal would keep a
 * million of them in one cell. They cannot be counted in the text, because sequences that it ignores may be
 * between them.
 */
export function boundMarks(terminal: Terminal): void {
  // oxlint-disable-next-line no-underscore-dangle -- xterm.js's own name
  const { _core: inner } = terminal as unknown as { _core: Inner };
  const { unicodeService } = inner;
  const propertiesOf = unicodeService.charProperties.bind(unicodeService);
  unicodeService.charProperties = (codePoint, before) => {
    const properties = propertiesOf(codePoint, before);
    if ((properties & joins) === 0) return properties;
    const marks = (before >> markBits) + 1;
    return marks > maxMarks ? standsAlone : (marks << markBits) | properties;
  };
}
