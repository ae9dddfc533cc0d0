import { LineCounter, isScalar, parseDocument, visit } from 'yaml';

/**
 * Finds the line of a key or value again that was read from YAML.
 *
 * @param firstLine line of the file at which `text` starts
 * @returns for a key or value the line on which it first stands; undefined where it does not
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
