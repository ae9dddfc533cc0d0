import { writeFile } from 'node:fs/promises';
import { visibleLine } from '@dfm/contracts/visible-text';
import { fixText } from '@dfm/sandbox-runner/learner-work';
import { isOff } from './check-config.ts';
import { inWords, type Source } from './checked-file.ts';
import type { Output } from './output.ts';

/**
 * Applies the quick fixes of a source and tells each on `err`. A file is written only when something changed;
 * what was read from standard input is printed, changed or not.
 *
 * @returns the source with the mended text
 * @throws Error when it takes the checks over a limit or the file cannot be written
 */
export async function mend(source: Source, output: Output): Promise<Source> {
  const off = new Set(Object.keys(source.config.severities).filter((id) => isOff(source.config, id)));
  const { text, applied } = await fixText(source.text, source.context, off).catch(inWords);
  if (source.file === undefined) output.out(text);
  else if (text !== source.text) await writeFile(source.file, text);
  for (const { id, line, title } of applied)
    output.err(
      `${visibleLine(source.file ?? 'standard input')}: line ${line}, ${id}: mended (${visibleLine(title)})\n`,
    );
  return { ...source, text };
}
