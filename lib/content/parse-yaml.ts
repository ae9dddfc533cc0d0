import { ContentError, type ContentProblem } from '@dfm/exercises';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

/**
 * Parses YAML against a schema.
 * @param file how errors name the file
 * @param firstLine line of the file at which `text` starts (1 for a whole file)
 * @throws ContentError with the line of every defect
 */
export function parseYaml<Schema extends z.ZodType>(schema: Schema, text: string, file: string, firstLine = 1): z.infer<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number) => ({ file, line: lines.linePos(offset).line + firstLine - 1 });
  if (document.errors.length > 0) {
    throw new ContentError(document.errors.map((error) => ({ ...place(error.pos[0]), message: error.message.split('\n')[0] ?? error.code })));
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new ContentError(
    parsed.error.issues.map((issue): ContentProblem => {
      const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
      return { ...place(offsetOf(document, issue.path)), message: where + issue.message };
    }),
  );
}

/** Where the value at a path stands, or the nearest one around it that exists. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return 0;
}
