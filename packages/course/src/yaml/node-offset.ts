import { LineCounter, parseDocument, type Document } from 'yaml';

/** Keys and indexes from the top of a YAML document inwards. */
export type YamlPath = readonly PropertyKey[];

/** Offset of the node at `path`, or of its nearest parent, because a missing key has no position of its own. */
export function nodeOffset(document: Document, path: YamlPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range: unknown =
      typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}

/**
 * Finds the lines of values in a YAML text.
 *
 * @returns a function that returns the 1-based line of the value at a path, or of its nearest parent
 */
export function linesOfYaml(text: string): (path: YamlPath) => number {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  return (path) => lineCounter.linePos(nodeOffset(document, path)).line;
}
