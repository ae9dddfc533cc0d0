import { LineCounter, isMap, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { byText } from '../by-text.ts';
import { ContentError, type ContentProblem } from './content-error.ts';
import { nodeOffset, type YamlPath } from './node-offset.ts';
import { unknownKeys, type UnknownKey } from './unknown-keys.ts';
import { issueMessage, unknownKeyMessage, yamlErrorMessage } from './yaml-messages.ts';

/**
 * What texts contain, for twice as many as a course has. Pages of classes read all descriptions for each
 * request, and parsing them was 40 % of the processor time of `test/site/cohorts.test.ts`.
 */
const contents = byText<unknown>(300);

/**
 * Parses YAML 1.2 against a schema.
 *
 * @param file name of the file in error messages
 * @param firstLine line of the file at which `text` starts (1 for a complete file)
 * @param prepare changes what was read before it is matched against the schema
 * @throws ContentError with line and column for invalid YAML (only the first error, because the others follow
 *   from it), for values that do not match the schema and for unknown keys (otherwise, a mistyped `required`
 *   would be ignored silently)
 */
export function parseYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
  firstLine = 1,
  prepare = (raw: unknown): unknown => raw,
): z.infer<Schema> {
  const content = contents(
    'YAML',
    text,
    () => readDocument(text, file, firstLine).document.toJS() as unknown,
  );
  const raw = prepare(structuredClone(content));
  const parsed = schema.safeParse(raw, { error: issueMessage });
  const unknown = unknownKeys(schema, raw);
  if (parsed.success && unknown.length === 0) return parsed.data;

  const { document, problemAt } = readDocument(text, file, firstLine);
  const problemOf = (path: YamlPath, message: string) =>
    problemAt(nodeOffset(document, path), path.length === 0 ? message : `${path.join('.')}: ${message}`);
  const problems = [
    // A strict schema reports unknown keys too, but not which keys were meant.
    ...(parsed.error?.issues ?? []).flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? [] : [problemOf(issue.path, issue.message)],
    ),
    ...unknown.map((key) =>
      problemOf(key.path, unknownKeyMessage({ meant: key.meant, afterComma: isAfterComma(document, key) })),
    ),
  ];
  throw new ContentError(problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
}

/** The document of a text, and how to report a problem in it. Throws ContentError for invalid YAML. */
function readDocument(text: string, file: string, firstLine: number) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problemAt = (offset: number, message: string): ContentProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + firstLine - 1, column: col, message };
  };
  const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first) throw new ContentError([problemAt(first.pos[0], yamlErrorMessage(first))]);
  return { document, problemAt };
}

/** Whether a key is the rest of a text with a comma: it is between braces and has no value. */
function isAfterComma(document: Document, { path }: UnknownKey): boolean {
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  return isMap(parent) && parent.flow === true && (document.getIn(path) ?? null) === null;
}
