import { stripVTControlCharacters } from 'node:util';

/** Decimal megabytes with one digit. */
export function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** What made a layer, on one line of at most 90 characters. */
export function short(createdBy: string): string {
  const text = plain(createdBy).replace(/\s*# buildkit$/, '').replace(/^(?:RUN )?\/bin\/sh -c #\(nop\)\s+/, '').replace(/\s+/g, ' ');
  return text.length <= 90 ? text : `${text.slice(0, 89)}…`;
}

/** What an image says must not move the reader's cursor. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
