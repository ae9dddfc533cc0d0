import { LineCounter, isScalar, parseDocument, visit } from 'yaml';

/**
 * Finds the line of a key or value that was read from YAML.
 *
 * @param firstLine line of the file at which `text` starts
 * @returns a function that returns the first line with a key or value; undefined if there is none
 */
export function yamlLines(text: string, firstLine = 1): (value: string) => number | undefined {
  const lineCounter = new LineCounter();
  const lines = new Map<string, number>();
  visit(parseDocument(text, { lineCounter }), (_key, node) => {
    if (!isScalar(node) || !node.range) return;
    const value = String(node.value);
    if (!lines.has(value)) lines.set(value, lineCounter.linePos(node.range[0]).line + firstLine - 1);
  });
  return (value) => lines.get(value);
}
