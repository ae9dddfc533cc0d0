import { withoutSecrets } from '@dfm/image/secrets/secret-scan';

/** A copy of a document with every known kind of secret in its texts replaced. Field names stay. */
export function hideSecrets<T>(document: T): T {
  return inTexts(document, withoutSecrets);
}

/** A copy of a document with `replace` applied to each of its texts. Field names stay. */
export function inTexts<T>(document: T, replace: (text: string) => string): T {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') return replace(value);
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, replaced(field)]));
  };
  return replaced(document) as T;
}
