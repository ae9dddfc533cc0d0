import { isPair, isScalar, isSeq, type Node, parseDocument, type Pair, visit } from 'yaml';

/** Where in a YAML file something is written. */
export interface YamlPlace {
  /** Keys and indices from the outside to the map, list or value. */
  path: (string | number)[];
  /** Whether it may be a key, a value, or, as the only thing there, either. */
  at: 'key' | 'value' | 'either';
  from: number;
  to: number;
  /** Whether it is between braces or brackets. */
  isFlow: boolean;
  /** The whole file, with the cursor's word left out. */
  content: unknown;
}

const MARK = 'written-here';

/**
 * The place of the word at an offset. The word is replaced with one that is in no text, and is then found in
 * what is parsed, which works for a text that is not complete.
 *
 * @returns undefined within a longer text and in a comment
 */
export function placeInYaml(text: string, offset: number): YamlPlace | undefined {
  const from = offset - /[\w./-]*$/.exec(text.slice(0, offset))![0].length;
  const to = offset + /^[\w./-]*/.exec(text.slice(offset))![0].length;
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const found = findMark(`${before}${MARK}${after}`);
  // The start of a key would be put together with the key on the next line.
  const isAlone = /(?:^|\n)[\s-]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(after);
  const place = found ?? (isAlone ? findMark(`${before}${MARK}:${after}`) : undefined);
  // A key may be written below another, but not next to it.
  return place && { ...place, ...(place.at === 'value' && isAlone && { at: 'either' }), from, to };
}

function findMark(text: string): Omit<YamlPlace, 'from' | 'to'> | undefined {
  const document = parseDocument(text);
  let found: Pick<YamlPlace, 'path' | 'at' | 'isFlow'> | undefined;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== MARK) return undefined;
      const inner = pathOf([...ancestors, node] as Node[]);
      const isKey = key === 'key';
      found = {
        path: isKey ? inner.slice(0, -1) : inner,
        at: isKey ? 'key' : isPair(ancestors.at(-1)) ? 'value' : 'either',
        isFlow: ancestors.some((ancestor) => 'flow' in ancestor && ancestor.flow === true),
      };
      return visit.BREAK;
    },
  });
  return found && { ...found, content: withoutMark(document.toJS()) };
}

function pathOf(nodes: (Node | Pair)[]): (string | number)[] {
  return nodes.flatMap((node, index): (string | number)[] => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    return isSeq(node) ? [node.items.indexOf(nodes[index + 1])] : [];
  });
}

function withoutMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMark);
  if (typeof value !== 'object' || value === null) return value === MARK ? undefined : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === MARK ? [] : [[key, withoutMark(inner)]])),
  );
}
