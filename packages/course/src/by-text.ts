/** What was computed from texts. Called with a name, a text, and how to compute the value if it is not known. */
interface ByText<T> {
  (name: string, text: string, make: () => T): T;
  /** The value, if it has been computed. */
  known(name: string, text: string): T | undefined;
}

/**
 * Keeps what is computed from texts, such as compiled lessons.
 *
 * @param textsMax for each name; there are several because versions and drafts have different texts. The one
 *   that was not used for the longest time is forgotten
 */
export function byText<T>(textsMax = 4): ByText<T> {
  const values = new Map<string, Map<string, T>>();
  const valueOf = (name: string, text: string, make: () => T): T => {
    const texts = values.get(name) ?? new Map<string, T>();
    values.set(name, texts);
    const value = texts.has(text) ? texts.get(text)! : make();
    texts.delete(text);
    texts.set(text, value);
    if (texts.size > textsMax) texts.delete(texts.keys().next().value!);
    return value;
  };
  return Object.assign(valueOf, { known: (name: string, text: string) => values.get(name)?.get(text) });
}
