import ignore from '@balena/dockerignore';
import type { ContextFile } from '@dfm/contracts';
import { neutraliseSyntax, type ContextEvidence } from '@dfm/grading';

/** What the builder receives, and what is known of it. */
export interface SentContext {
  /** For the builder: its `# syntax=` line made a comment, so that the engine's built-in frontend reads it instead of fetching another. */
  dockerfile: string;
  /** For COPY and ADD. */
  files: ContextFile[];
  evidence: ContextEvidence;
}

const longestTextBytes = 1024 * 1024;

/** Applies .dockerignore as the Docker CLI does. A Dockerfile that it excludes is built all the same, and not there to copy. */
export function sentContext(files: readonly ContextFile[]): SentContext {
  const dockerignore = textOf(files, 'Dockerfile.dockerignore') ?? textOf(files, '.dockerignore');
  const kept = ignore({ ignorecase: false }).add(dockerignore ?? '').createFilter();
  const sent = files.filter((file) => file.path === 'Dockerfile' || kept(file.path));
  return {
    dockerfile: neutraliseSyntax(textOf(files, 'Dockerfile') ?? ''),
    files: files.filter((file) => kept(file.path)),
    evidence: {
      files: sent.map((file) => {
        const bytes = bytesOf(file);
        return { path: file.path, bytes, ...(file.encoding === 'utf8' && bytes <= longestTextBytes ? { text: file.data } : {}) };
      }),
      totalBytesBefore: files.reduce((sum, file) => sum + bytesOf(file), 0),
      dockerignore,
    },
  };
}

export function bytesOf({ data, encoding }: ContextFile): number {
  return Buffer.byteLength(data, encoding);
}

function textOf(files: readonly ContextFile[], path: string): string | undefined {
  const file = files.find((candidate) => candidate.path === path);
  return file?.encoding === 'utf8' ? file.data : undefined;
}
