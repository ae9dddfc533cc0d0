/**
 * The same value with every NUL and lone surrogate in its texts and keys replaced by U+FFFD, because
 * PostgreSQL's jsonb rejects both and a build may print either.
 *
 * @param value a value as returned by JSON.parse
 */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
  return value;
}
