import { factsOf } from './instruction-facts.ts';

/**
 * The strings of an instruction in JSON (exec) form; undefined for anything else.
 *
 * @param keyword in upper case
 * @param args the text after the keyword and its flags
 */
export function jsonForm(keyword: string, args: string): string[] | undefined {
  const items = jsonArray(keyword, args);
  return items?.every(isString) === true ? items : undefined;
}

/**
 * Whether an instruction has a JSON array with anything but strings where BuildKit expects the JSON form. It
 * rejects such an array, and reads text that is not JSON as shell form.
 *
 * @param keyword in upper case
 * @param args the text after the keyword and its flags
 */
export function isMixedJson(keyword: string, args: string): boolean {
  return jsonArray(keyword, args)?.every(isString) === false;
}

const isString = (item: unknown): item is string => typeof item === 'string';

/** The JSON array in the place of the JSON form; undefined if there is none. */
function jsonArray(keyword: string, args: string): unknown[] | undefined {
  const { json } = factsOf(keyword);
  // In HEALTHCHECK, an array before CMD is not JSON form but a wrong type.
  const text = json === 'command' ? /^CMD\s+(.*)$/isu.exec(args)?.[1] : args;
  if (json === undefined || text?.startsWith('[') !== true) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
