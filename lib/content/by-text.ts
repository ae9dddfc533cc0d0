/**
 * Keeps what was computed from texts, such as compiled lessons.
 *
 * @param textsMax for each name; there are several because versions and drafts have different texts. The one
 *   that was not used for the longest time is forgotten
 * @returns a function that gets a name, a text, and how to compute the value if it is not known
 */
export function byText<T>(textsMax = 4): (name: string, text: string, make: () => T) => T {
  const known = new Map<string, Map<string, T>>();
  return (name, text, make) => {
    const texts = known.get(name) ?? new Map<string, T>();
    known.set(name, texts);
    const value = texts.has(text) ? texts.get(text)! : make();
    texts.delete(text);
    texts.set(text, value);
    if (texts.size > textsMax) texts.delete(texts.keys().next().value!);
    return value;
  };
}
