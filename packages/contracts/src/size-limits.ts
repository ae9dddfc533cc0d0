import { truncateMiddle } from './truncate.ts';

/** Size limit for the JSON body of a runner's call with events or a result. */
export const runnerBodyMaxBytes = 8 * 2 ** 20;

const encoder = new TextEncoder();

/** Bytes of a value as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

const maxCharacters = 4_096;
const maxItems = 2_048;
/** Digests, IDs and enum values are shorter than this. */
const minCharacters = 128;

/**
 * A copy of a document that is at most `maxBytes` of JSON. Texts lose their middle and lists their end, the
 * longest first.
 *
 * @returns the document itself if it fits
 * @throws Error if even the names of its fields do not fit
 */
export function withinBytes<T>(document: T, maxBytes: number): T {
  let fitting = document;
  for (
    let items = maxItems, characters = maxCharacters;
    jsonBytes(fitting) > maxBytes;
    items /= 2, characters = Math.max(minCharacters, characters / 2)
  ) {
    if (items < 1) throw new Error(`a document cannot be shortened to ${maxBytes} bytes`);
    fitting = cut(document, characters, items) as T;
  }
  return fitting;
}

function cut(value: unknown, characters: number, items: number): unknown {
  if (typeof value === 'string') return truncateMiddle(value, characters);
  if (Array.isArray(value)) return value.slice(0, items).map((item) => cut(item, characters, items));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, cut(field, characters, items)]),
  );
}
