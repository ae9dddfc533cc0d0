import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { type checkStatic } from '@dfm/grading/browser';
import type { CheckRequest } from './protocol.ts';

type BuildContext = NonNullable<Parameters<typeof checkStatic>[0]['context']>;

/**
 * The build context as the builder would receive it, from what the editor knows. Dockerfile and .dockerignore
 * are sent whatever the ignore rules say, as the engine does.
 */
export function contextEvidence({
  files,
  hiddenFiles,
}: Pick<CheckRequest, 'files' | 'hiddenFiles'>): BuildContext {
  // An editable file that is still empty is not in the context: there is no such file to hand in.
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
