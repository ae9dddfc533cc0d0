import { formatDistinct } from '@dfm/contracts/quantity';
import type { Problem } from './run-state.ts';

/** A UTF-16 unit becomes at most six bytes of JSON: a control character is escaped with six characters. */
const maxBytesPerUnit = 6;

/**
 * Why files are too large to submit, known before anything is sent.
 *
 * @param maxBytes what the site accepts of a submission, as JSON
 * @returns undefined if they are not too large
 */
export function tooLarge(
  exercise: string,
  files: Readonly<Record<string, string>>,
  maxBytes: number,
): Problem | undefined {
  const units = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  // Almost always the case, and avoids encoding all files at every key press.
  if (units * maxBytesPerUnit < maxBytes / 2) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify({ exercise, files })).byteLength;
  if (bytes <= maxBytes) return undefined;
  const [size, limit] = formatDistinct('binary-bytes', bytes, maxBytes);
  return {
    code: 'too-large',
    message: `Your files are ${size} in total, but the limit is ${limit}. Remove what the image does not need.`,
  };
}
