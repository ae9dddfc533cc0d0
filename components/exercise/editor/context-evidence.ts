import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { type checkStatic } from '@dfm/grading/browser';
import type { CheckRequest } from './protocol.ts';

type BuildContext = NonNullable<Parameters<typeof checkStatic>[0]['context']>;

/**
 * The build context as the builder would receive it, derived from the editor's files. Dockerfile and
 * .dockerignore are sent whatever the ignore rules say, as with the engine.
 */
export function contextEvidence({
  files,
  hiddenFiles,
}: Pick<CheckRequest, 'files' | 'hiddenFiles'>): BuildContext {
  // An editable file that is still empty is not submitted, so it is not in the context.
  const shown = Object.entries(files)
    .filter(([, text]) => text !== '')
    .map(([path, text]) => ({ path, bytes: byteLength(text), text }));
  const all = [...shown, ...hiddenFiles];
  const rules = files['.dockerignore'];
  const ignore = parseDockerignore(rules ?? '');
  const isSent = (path: string) => path === 'Dockerfile' || path === '.dockerignore' || !ignore.ignores(path);
  return {
    files: all.filter((file) => isSent(file.path)),
    totalBytesBefore: all.reduce((sum, file) => sum + file.bytes, 0),
    dockerignore: rules === '' ? undefined : rules,
  };
}

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;
