/**
 * How text of strangers is shown: names of files and images, what a program said, messages that quote either.
 * Beside controls it is what reorders text (Trojan Source), what has no width, what ends a line without being
 * a line feed, and half a surrogate pair. Left as they are: line feed, tab, and the two selectors that only
 * choose how an emoji is drawn.
 */
const unseen =
  /(?!\n|\t|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * The same text with each character nobody sees, or that drives a terminal, as ‹U+202E›. Line feeds and tabs
 * stay.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, (c) => `‹U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The same for what stands within one line, such as a path. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll('\n', '‹U+000A›').replaceAll('\t', '‹U+0009›');
}

/** A copy of a document with each of its texts made visible; names of fields stay. */
export function visibleTexts<T>(document: T): T {
  return shown(document) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shown(field)]));
}

/**
 * JSON of the same value, with such characters escaped: exact for a program that reads it, inert in a
 * terminal.
 */
export function inertJson(json: string): string {
  // JSON has none of these outside its texts. Two units where a character is outside the basic plane.
  return json.replace(unseen, (c) =>
    Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}
