import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { ignoreFileOf } from '@dfm/dockerfile/context/ignore-file';
import { contextOf, sentFiles } from '@dfm/dockerfile/context/sent-files';
import type { CheckRequest } from './protocol.ts';

/**
 * The build context as the builder would receive it, derived from the editor's files. The rules of a hidden
 * ignore file are not known to the page, so they do not apply.
 */
export function contextEvidence({
  files,
  hiddenFiles,
}: Pick<CheckRequest, 'files' | 'hiddenFiles'>): BuildContext {
  // An editable file that is still empty is not submitted, so it is not in the context.
  const texts = new Map(Object.entries(files).filter(([, text]) => text !== ''));
  const shown = [...texts].map(([path, text]) => ({ path, bytes: byteLength(text) }));
  const selected = sentFiles(
    [...shown, ...hiddenFiles],
    ignoreFileOf((path) => texts.get(path)),
  );
  return contextOf(selected, ({ path }) => texts.get(path));
}

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;
