import type { Pattern } from '@dfm/contracts/lab';

/** A pattern that is a word of its own instead of part of an object. */
const operators: Record<string, (actual: unknown, operand: Pattern) => boolean> = {
  contains: (actual, part) => typeof actual === 'string' && typeof part === 'string' && actual.includes(part),
  atLeast: (actual, min) => typeof actual === 'number' && typeof min === 'number' && actual >= min,
  atMost: (actual, max) => typeof actual === 'number' && typeof max === 'number' && actual <= max,
};

/**
 * Whether a value, as an engine reports it, matches a pattern (see `Pattern`).
 *
 * @param actual anything: the engine may be under a learner's control
 */
export function matches(actual: unknown, pattern: Pattern): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(actual) && pattern.every((each) => actual.some((value) => matches(value, each)));
  if (typeof pattern !== 'object' || pattern === null) return actual === pattern;
  const entries = Object.entries(pattern);
  const [[name, operand] = []] = entries;
  if (entries.length === 1 && name !== undefined && Object.hasOwn(operators, name))
    return operators[name]!(actual, operand!);
  return (
    typeof actual === 'object' &&
    actual !== null &&
    entries.every(
      ([key, value]) =>
        Object.hasOwn(actual, key) && matches((actual as Record<string, unknown>)[key], value),
    )
  );
}
