const gap = ' … ';

/** The start of a text, at most `max` characters, with `…` if something is left out. */
export function truncate(text: string, max = 60): string {
  return text.length <= max ? text : `${withoutHalfCharacter(text.slice(0, max))}…`;
}

/**
 * A text of at most `max` characters. A longer text loses its middle, because its start and end are the most
 * useful parts.
 */
export function truncateMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const maxKept = Math.max(0, max - gap.length);
  const end = text.slice(text.length - Math.floor(maxKept / 2));
  return `${withoutHalfCharacter(text.slice(0, Math.ceil(maxKept / 2)))}${gap}${end.replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** Removes half a surrogate pair at the end. */
function withoutHalfCharacter(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
