import type { WrongVariant } from '@dfm/contracts';
import { createTwoFilesPatch } from 'diff';
import { isSeq, parseDocument } from 'yaml';

/** A wrong variant that an exercise does not declare yet. */
export interface NewVariant extends Pick<WrongVariant, 'id' | 'title' | 'caughtBy' | 'status'> {
  /** Text by path of the editable files that differ from the starter. */
  files: Readonly<Record<string, string>>;
}

/**
 * A patch for `git apply` that declares a wrong variant of an exercise: its files, and its entry in
 * exercise.yaml.
 *
 * @param slug of the exercise
 * @param yaml text of its exercise.yaml
 * @throws Error if the text has no list `wrong`, which every valid exercise has
 */
export function variantPatch(slug: string, yaml: string, variant: NewVariant): string {
  const folder = `content/exercises/${slug}`;
  const declaration = patchOf(`${folder}/exercise.yaml`, yaml, withVariant(yaml, variant));
  const files = Object.entries(variant.files).map(([path, text]) =>
    patchOf(`${folder}/wrong/${variant.id}/${path}`, undefined, text),
  );
  return [declaration, ...files].join('');
}

/** @param before undefined for a new file */
function patchOf(path: string, before: string | undefined, after: string): string {
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before ?? '', after);
  // git reads everything before the names as text about the patch.
  return patch.slice(patch.indexOf('--- '));
}

/** The text with one more entry in the list `wrong`, everything else as it was written. */
function withVariant(yaml: string, { id, title, caughtBy, status }: NewVariant): string {
  const list: unknown = parseDocument(yaml).get('wrong', true);
  const last = isSeq(list)
    ? (list.items.at(-1) as { range?: [number, number, number] } | undefined)
    : undefined;
  if (last?.range === undefined) throw new Error('exercise.yaml has no list `wrong`');
  const [start, end] = last.range;
  const firstLine = yaml.slice(yaml.lastIndexOf('\n', start) + 1);
  const indent = /^\s*/.exec(firstLine)![0];
  const before = yaml.slice(0, end).trimEnd();
  const entry = [
    `- id: ${id}`,
    `  title: ${JSON.stringify(title)}`,
    `  caughtBy: [${caughtBy.join(', ')}]`,
    ...(status === 'graded' ? [] : [`  status: ${status}`]),
  ].map((line) => `\n${indent}${line}`);
  return before + entry.join('') + yaml.slice(before.length);
}
