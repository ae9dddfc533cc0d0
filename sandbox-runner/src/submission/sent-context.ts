import type { ContextFile } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerignore, type Dockerignore } from '@dfm/dockerfile/context/dockerignore';
import { neutraliseSyntax } from '@dfm/dockerfile/syntax/directives';

/** The build context that the builder receives, and facts about it. */
export interface SentContext {
  /**
   * For the builder, with the `# syntax=` line turned into a plain comment, so that the engine uses its
   * built-in frontend instead of fetching one.
   */
  dockerfile: string;
  /** For COPY and ADD. */
  files: ContextFile[];
  evidence: BuildContext;
  /** First line of the .dockerignore that the engine would reject. */
  unreadableRule: Dockerignore['unreadable'];
}

const maxTextBytes = 1024 * 1024;

/**
 * Applies .dockerignore as the Docker CLI does. A Dockerfile that it excludes is still built, but cannot be
 * copied.
 */
export function sentContext(files: readonly ContextFile[]): SentContext {
  const dockerignore = textOf(files, 'Dockerfile.dockerignore') ?? textOf(files, '.dockerignore');
  const rules = parseDockerignore(dockerignore ?? '');
  const kept = files.filter((file) => !rules.ignores(file.path));
  const keptPaths = new Set(kept.map((file) => file.path));
  const sent = files.filter((file) => file.path === 'Dockerfile' || keptPaths.has(file.path));
  return {
    dockerfile: neutraliseSyntax(textOf(files, 'Dockerfile') ?? ''),
    files: kept,
    evidence: {
      files: sent.map((file) => {
        const bytes = bytesOf(file);
        return {
          path: file.path,
          bytes,
          ...(file.encoding === 'utf8' && bytes <= maxTextBytes ? { text: file.data } : {}),
        };
      }),
      totalBytesBefore: files.reduce((sum, file) => sum + bytesOf(file), 0),
      dockerignore,
    },
    unreadableRule: rules.unreadable,
  };
}

export function bytesOf({ data, encoding }: ContextFile): number {
  return Buffer.byteLength(data, encoding);
}

function textOf(files: readonly ContextFile[], path: string): string | undefined {
  const file = files.find((candidate) => candidate.path === path);
  return file?.encoding === 'utf8' ? file.data : undefined;
}
