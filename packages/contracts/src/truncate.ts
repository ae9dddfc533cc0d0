const gap = ' … ';

/** The beginning of a text, `max` characters at most, and `…` where something is left out. */
export function truncate(text: string, max = 60): string {
  return text.length <= max ? text : `${whole(text.slice(0, max))}…`;
}

/**
 * A text of `max` characters at most. A longer one loses its middle, because how it begins and how it ends
 * says most.
 */
export function truncateMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = Math.max(0, max - gap.length);
  const end = text.slice(text.length - Math.floor(kept / 2));
  return `${whole(text.slice(0, Math.ceil(kept / 2)))}${gap}${end.replace(/^[\uDC00-\uDFFF]/, '')}`;
}

/** Without the half of a surrogate pair at its end, which would be no character. */
function whole(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
