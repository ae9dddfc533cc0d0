import { factsOf } from './instruction-facts.ts';

/**
 * The strings of an instruction in JSON (exec) form; undefined for anything else.
 *
 * @param keyword in upper case
 * @param args the text after the keyword and its flags
 */
export function jsonForm(keyword: string, args: string): string[] | undefined {
  const { json } = factsOf(keyword);
  if (json === undefined) return undefined;
  const text = json === 'command' ? args.replace(/^CMD\s+/iu, '') : args;
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
