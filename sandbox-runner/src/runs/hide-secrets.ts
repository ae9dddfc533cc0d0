import { withoutSecrets } from '../image/secret-scan.ts';

/** A copy of a document with every known kind of secret in its texts replaced; names of fields stay. */
export function hideSecrets<T>(document: T): T {
  return hidden(document) as T;
}

function hidden(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, hidden(field)]));
}
