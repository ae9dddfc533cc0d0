import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { ignoreFileOf } from '@dfm/dockerfile/context/ignore-file';
import { contextOf, sentFiles } from '@dfm/dockerfile/context/sent-files';
import type { CheckRequest } from './protocol.ts';

/** The build context as the builder would receive it, derived from the editor's files. */
export function contextEvidence({
  files,
  hiddenFiles,
}: Pick<CheckRequest, 'files' | 'hiddenFiles'>): BuildContext {
  const texts = new Map<string, string | undefined>(hiddenFiles.map(({ path, text }) => [path, text]));
  for (const [path, text] of Object.entries(files)) texts.set(path, text);
  const shown = Object.entries(files).map(([path, text]) => ({ path, bytes: byteLength(text) }));
  const selected = sentFiles(
    [...shown, ...hiddenFiles],
    ignoreFileOf((path) => texts.get(path)),
  );
  return contextOf(selected, ({ path }) => texts.get(path));
}

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;
