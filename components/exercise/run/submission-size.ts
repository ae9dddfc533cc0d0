import type { Problem } from './run-state.ts';

/** A UTF-16 unit becomes at most six bytes of JSON: a control character is written as six letters. */
const maxBytesPerUnit = 6;

/**
 * Why files are too large to be handed in, told before anything is sent; undefined where they are not.
 *
 * @param maxBytes what the site accepts of a submission, as JSON
 */
export function tooLarge(
  exercise: string,
  files: Readonly<Record<string, string>>,
  maxBytes: number,
): Problem | undefined {
  const units = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  // Almost always: not worth encoding anything at every letter.
  if (units * maxBytesPerUnit < maxBytes / 2) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify({ exercise, files })).byteLength;
  if (bytes <= maxBytes) return undefined;
  return {
    code: 'too-large',
    message: `Your files have ${mebibytes(bytes)} together, and ${mebibytes(maxBytes)} can be handed in. Take out what the image does not need.`,
  };
}

const mebibytes = (bytes: number): string =>
  `${(bytes / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;
