import { isDeepStrictEqual } from 'node:util';
import { truncate } from '@dfm/contracts/truncate';

/**
 * Whether every key of `wanted` is in `actual` with an equal value, at every depth. Arrays must be equal in
 * length.
 */
export function containsJson(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((value, index) => containsJson(actual[index], value))
    );
  if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(actual, wanted);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(wanted).every(
    ([key, value]) =>
      Object.hasOwn(actual, key) && containsJson((actual as Record<string, unknown>)[key], value),
  );
}

/** @returns undefined where the text is no JSON */
export function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A text on one line, cut to what fits into a sentence. */
export function excerpt(body: string): string {
  const line = body.replaceAll('\0', '\uFFFD').replace(/\s+/g, ' ').trim();
  return line === '' ? '(empty)' : truncate(line, 200);
}
