import type { ContextFile } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { ignoreFileOf } from '@dfm/dockerfile/context/ignore-file';
import { contextOf, sentFiles, type SentFiles } from '@dfm/dockerfile/context/sent-files';
import { neutraliseSyntax } from '@dfm/dockerfile/syntax/directives';

/** The build context that the builder receives, and facts about it. */
export interface SentContext extends Pick<SentFiles<unknown>, 'ignoreFile' | 'unreadableRule'> {
  /**
   * For the builder, with the `# syntax=` line turned into a plain comment, so that the engine uses its
   * built-in frontend instead of fetching one.
   */
  dockerfile: string;
  /** For COPY and ADD. */
  files: ContextFile[];
  evidence: BuildContext;
}

/**
 * Applies .dockerignore as the Docker CLI does. A Dockerfile that it excludes is still built, but cannot be
 * copied.
 */
export function sentContext(files: readonly ContextFile[]): SentContext {
  const selected = sentFiles(
    files.map((file) => ({ path: file.path, bytes: bytesOf(file), file })),
    ignoreFileOf((path) => textOf(files.find((file) => file.path === path))),
  );
  return {
    dockerfile: neutraliseSyntax(textOf(files.find(({ path }) => path === 'Dockerfile')) ?? ''),
    files: selected.copyable.map(({ file }) => file),
    evidence: contextOf(selected, ({ file }) => textOf(file)),
    ignoreFile: selected.ignoreFile,
    unreadableRule: selected.unreadableRule,
  };
}

export function bytesOf({ data, encoding }: ContextFile): number {
  return Buffer.byteLength(data, encoding);
}

function textOf(file: ContextFile | undefined): string | undefined {
  return file?.encoding === 'utf8' ? file.data : undefined;
}
