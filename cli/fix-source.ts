import { writeFile } from 'node:fs/promises';
import { visibleLine } from '@dfm/contracts/visible-text';
import { fixText } from '@dfm/sandbox-runner/learner-work';
import { isOff } from './check-config.ts';
import { rethrowLimit, type Source } from './checked-file.ts';
import type { Output } from './output.ts';

/**
 * Applies the quick fixes to a source and logs each to `err`. A file is written only if something changed;
 * text from standard input is always printed.
 *
 * @returns the source with the fixed text
 * @throws Error if a check exceeds a limit or the file cannot be written
 */
export async function fixSource(source: Source, output: Output): Promise<Source> {
  const off = new Set(Object.keys(source.config.severities).filter((id) => isOff(source.config, id)));
  const { text, applied } = await fixText(source.text, source.context, off).catch(rethrowLimit);
  if (source.file === undefined) output.out(text);
  else if (text !== source.text) await writeFile(source.file, text);
  for (const { id, line, title } of applied)
    output.err(
      `${visibleLine(source.file ?? 'standard input')}: line ${line}, ${id}: fixed (${visibleLine(title)})\n`,
    );
  return { ...source, text };
}
