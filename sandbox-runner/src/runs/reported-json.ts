import { isDeepStrictEqual } from 'node:util';
import { truncate } from '@dfm/contracts/truncate';

/**
 * Whether every key of `expected` is in `actual` with an equal value, at every depth. Arrays must have the
 * same length.
 */
export function containsJson(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((value, index) => containsJson(actual[index], value))
    );
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(actual, expected);
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(expected).every(
    ([key, value]) =>
      Object.hasOwn(actual, key) && containsJson((actual as Record<string, unknown>)[key], value),
  );
}

/** @returns undefined if the text is not JSON */
export function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A text on one line, truncated to fit into a sentence. */
export function excerpt(body: string): string {
  const line = body.replaceAll('\0', '\uFFFD').replace(/\s+/g, ' ').trim();
  return line === '' ? '(empty)' : truncate(line, 200);
}
