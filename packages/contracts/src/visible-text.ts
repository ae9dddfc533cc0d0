/**
 * Characters to make visible in untrusted text: names of files and images, the output of programs, and
 * messages that quote them. These are control characters, characters that reorder text (Trojan Source),
 * zero-width characters, line endings other than a line feed, and lone surrogates. Line feed, tab, and the
 * two selectors that only choose how an emoji is drawn are not included.
 */
const unseen =
  /(?!\n|\t|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** Replaces each invisible or control character by a form such as ‹U+202E›. Line feeds and tabs are kept. */
export function visibleText(text: string): string {
  return text.replace(unseen, (c) => `‹U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The same for text on one line, such as a path: line feeds and tabs are replaced too. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll('\n', '‹U+000A›').replaceAll('\t', '‹U+0009›');
}

/** Removes these characters, from a text that only a stranger can have put them into. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** A copy of a document with `visibleText` applied to each text; field names are unchanged. */
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
 * JSON of the same value with these characters escaped: exact for a program that reads it, harmless in a
 * terminal.
 */
export function inertJson(json: string): string {
  // JSON contains these characters only inside strings. Characters outside the basic plane are two code units.
  return json.replace(unseen, (c) =>
    Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}
