import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ContentError, type ContentProblem } from './content-error.ts';
import { issueMessage, yamlErrorMessage } from './yaml-messages.ts';

type Path = readonly PropertyKey[];

/**
 * Parses YAML 1.2 against a schema.
 *
 * @param file name of the file in error messages
 * @param firstLine line of the file at which `text` starts (1 for a complete file)
 * @throws ContentError with line and column for invalid YAML (only the first error, because the others follow
 *   from it), for values that do not match the schema and for unknown keys (otherwise, a mistyped `required`
 *   would be ignored silently)
 */
export function parseYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
  firstLine = 1,
): z.infer<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problemAt = (offset: number, message: string): ContentProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: line + firstLine - 1, column: col, message };
  };
  const problemOf = (path: Path, message: string) =>
    problemAt(offsetOf(document, path), path.length === 0 ? message : `${path.join('.')}: ${message}`);
  const [first] = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first) throw new ContentError([problemAt(first.pos[0], yamlErrorMessage(first))]);

  const raw: unknown = document.toJS();
  const parsed = schema.safeParse(raw, { error: issueMessage });
  if (!parsed.success)
    throw new ContentError(
      parsed.error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => problemOf([...issue.path, key], 'unknown key'))
          : [problemOf(issue.path, issue.message)],
      ),
    );
  const unknown = unknownKeys(raw, parsed.data);
  if (unknown.length > 0)
    throw new ContentError(unknown.map(({ path, message }) => problemOf(path, message)));
  return parsed.data;
}

/** Offset of the node at `path`, or of its nearest parent, because a missing key has no position of its own. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range: unknown =
      typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}

/**
 * Keys in the input that the schema removed, with the key that was probably meant: one that the schema filled
 * in with its default.
 */
function unknownKeys(raw: unknown, parsed: unknown, path: Path = []): { path: Path; message: string }[] {
  if (typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(raw).flatMap(([key, value]) => {
    const below = [...path, Array.isArray(raw) ? Number(key) : key];
    if (key in parsed) return unknownKeys(value, (parsed as Record<string, unknown>)[key], below);
    const meant = nearestName(
      key,
      Object.keys(parsed).filter((known) => !(known in raw)),
    );
    return [{ path: below, message: `unknown key${meant === undefined ? '' : `; did you mean ${meant}?`}` }];
  });
}
