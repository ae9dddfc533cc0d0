import { LineCounter, parseDocument, type Document } from 'yaml';
import { exerciseSchema, type Exercise } from '@dfm/contracts';
import { ContentError, type ContentProblem } from './content-error.ts';

type Path = readonly PropertyKey[];

/**
 * Parses the text of an `exercise.yaml`.
 * @param text YAML 1.2
 * @param file how errors name the file
 * @throws ContentError with line and column for bad YAML, values the schema refuses, keys it does not know
 *   (a mistyped `required` would otherwise be dropped in silence) and ids used twice.
 */
export function parseExercise(text: string, file: string): Exercise {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new ContentError(
      document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line,
        column: error.linePos?.[0].col,
        message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
      })),
    );
  }

  const problemAt = (path: Path, message: string): ContentProblem => {
    const offset = offsetOf(document, path);
    const position = offset === undefined ? undefined : lines.linePos(offset);
    const where = path.length === 0 ? '' : `${path.join('.')}: `;
    return { file, line: position?.line, column: position?.col, message: where + message };
  };

  const raw: unknown = document.toJS();
  const parsed = exerciseSchema.safeParse(raw);
  if (!parsed.success) throw new ContentError(parsed.error.issues.map((issue) => problemAt(issue.path, issue.message)));

  const problems = [
    ...unknownKeys(raw, parsed.data).map((path) => problemAt(path, 'this key is not part of an exercise')),
    ...repeatedIds(parsed.data).map(([path, id]) => problemAt(path, `"${id}" is there twice`)),
  ];
  if (problems.length > 0) throw new ContentError(problems);
  return parsed.data;
}

/** Offset of the node at `path`, or of the nearest one above it (a missing key has no place of its own). */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range: unknown = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return undefined;
}

/** Paths of keys that were written and that the schema stripped. */
function unknownKeys(raw: unknown, parsed: unknown, path: Path = []): Path[] {
  if (typeof raw !== 'object' || raw === null || typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(raw).flatMap(([key, value]) => {
    const below = [...path, Array.isArray(raw) ? Number(key) : key];
    return key in parsed ? unknownKeys(value, (parsed as Record<string, unknown>)[key], below) : [below];
  });
}

function repeatedIds(exercise: Exercise): [Path, string][] {
  const lists: [string, string, string[]][] = [
    ['scenarios', 'id', exercise.scenarios.map((scenario) => scenario.id)],
    ['wrong', 'id', exercise.wrong.map((variant) => variant.id)],
    ['editable', '', exercise.editable],
  ];
  return lists.flatMap(([list, key, ids]) =>
    ids.flatMap((id, index): [Path, string][] => (ids.indexOf(id) < index ? [[[list, index, ...(key ? [key] : [])], id]] : [])),
  );
}
