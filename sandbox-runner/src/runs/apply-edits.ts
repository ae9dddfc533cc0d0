import type { ContextFile, EditScenario } from '@dfm/contracts';
import { filled } from './nonce.ts';

export type EditedFiles =
  | { kind: 'edited'; files: ContextFile[] }
  | { kind: 'not-applicable'; path: string; message: string };

/**
 * Applies a scenario's edits, with `{{nonce}}` in their text replaced.
 *
 * @returns `not-applicable` if the learner's file lacks the text that an edit replaces, or is not a text file
 */
export function applyEdits(
  files: readonly ContextFile[],
  edits: EditScenario['edits'],
  nonce: string,
): EditedFiles {
  const edited = new Map(files.map((file) => [file.path, file]));
  for (const edit of edits) {
    const file = edited.get(edit.path);
    if (file === undefined || file.encoding !== 'utf8')
      return {
        kind: 'not-applicable',
        path: edit.path,
        message: `${edit.path} is not a text file in the build context.`,
      };
    if (edit.kind === 'append') {
      edited.set(edit.path, { ...file, data: file.data + filled(edit.text, nonce) });
      continue;
    }
    const at = file.data.indexOf(edit.find);
    if (at < 0)
      return {
        kind: 'not-applicable',
        path: edit.path,
        message: `${edit.path} no longer contains “${edit.find}”.`,
      };
    edited.set(edit.path, {
      ...file,
      data: file.data.slice(0, at) + filled(edit.with, nonce) + file.data.slice(at + edit.find.length),
    });
  }
  return { kind: 'edited', files: [...edited.values()] };
}

/** The exercise's build arguments, overridden by the scenario's, with `{{nonce}}` in their values replaced. */
export function scenarioBuildArgs(
  ofExercise: Readonly<Record<string, string>>,
  scenario: Pick<EditScenario, 'buildArgs'>,
  nonce: string,
): Record<string, string> {
  const own = Object.entries(scenario.buildArgs ?? {}).map(([name, value]) => [name, filled(value, nonce)]);
  return { ...ofExercise, ...Object.fromEntries(own) };
}
