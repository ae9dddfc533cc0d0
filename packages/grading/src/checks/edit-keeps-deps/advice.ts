import { copyOf, isWholeContext } from '@dfm/dockerfile/copies/copies';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { CacheMiss } from '../../replay/cache-miss.ts';
import { listed } from '../../verdict/wording.ts';

/** The line where a cache miss is fixed: that of the changed ARG, which every RUN below it sees, or its own. */
export function lineToFix({ line, argument }: CacheMiss): number | undefined {
  return argument?.line ?? line;
}

/**
 * How to keep a cache miss from reinstalling packages, with the lines to change.
 *
 * @param installLines of the installs that ran because of it, at least one
 */
export function adviceFor(miss: CacheMiss, installLines: readonly number[], dockerfile: Dockerfile): string {
  const line = lineToFix(miss);
  const below = `below the install on line ${Math.max(...installLines)}`;
  if (line === undefined) return 'Install the packages before anything that changes more often.';
  if (miss.argument !== undefined)
    return `Line ${line}: move ARG ${miss.argument.name}, and what uses it, ${below}. Every RUN below an ARG runs again when its value changes.`;
  if (installLines.includes(line))
    return `Line ${line}: this install runs because ${miss.reason}. Make it depend only on the list of packages.`;
  const instruction = dockerfile.instructions.find(({ startLine }) => startLine === line);
  const sources = (instruction && copyOf(instruction, dockerfile)?.sources) ?? [];
  const files = listed(miss.files);
  if (miss.files.length === 0)
    return `Line ${line} runs because ${miss.reason}. Install the packages above it.`;
  if (sources.some((source) => isWholeContext(source) || /[*?[]/u.test(source)))
    return `Line ${line}: copy only the list of packages here, and ${files} ${below}.`;
  if (sources.length > 1) return `Line ${line}: copy ${files} ${below} instead.`;
  return `Line ${line}: move this copy of ${files} ${below}.`;
}
