import { isMap, isSeq, parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/**
 * Adds a lesson or an exercise to a module of `course.yaml`, as its last. Everything else stays as it is
 * written.
 *
 * @returns the new text; undefined if the module cannot be found
 */
export function listInModule(
  text: string,
  { module, list, slug }: { module: string; list: 'lessons' | 'exercises'; slug: string },
): string | undefined {
  const document = parseDocument(text);
  const modules = document.get('modules', true);
  if (document.errors.length > 0 || !isSeq(modules)) return undefined;
  const found = modules.items.find((item): item is YAMLMap => isMap(item) && item.get('slug') === module);
  if (found === undefined) return undefined;
  const listed = found.get(list, true);
  if (listed === undefined)
    return insert(text, endOf(found, text), `\n${indentOf(found, text)}${list}: [${slug}]`);
  if (!isSeq(listed)) return undefined;
  if (listed.items.some((item) => (item as Scalar).value === slug)) return text;
  return addTo(listed, slug, text);
}

function addTo(listed: YAMLSeq, slug: string, text: string): string {
  const last = listed.items.at(-1) as Scalar | undefined;
  if (last === undefined) return insert(text, listed.range![0] + 1, slug);
  const end = last.range![1];
  if (listed.flow === true) return insert(text, end, `, ${slug}`);
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  return insert(text, end, `\n${/^\s*/.exec(line)![0]}- ${slug}`);
}

const insert = (text: string, at: number, added: string) => text.slice(0, at) + added + text.slice(at);

/** The end of the last line of a map. */
const endOf = (map: YAMLMap, text: string) => text.slice(0, map.range![1]).trimEnd().length;

/** What the keys of a map are indented by; the first one may follow a dash. */
function indentOf(map: YAMLMap, text: string): string {
  const start = map.range![0];
  return ' '.repeat(start - text.lastIndexOf('\n', start - 1) - 1);
}
