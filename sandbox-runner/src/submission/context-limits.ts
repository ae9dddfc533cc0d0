import type { ContextFile } from '@dfm/contracts';
import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { truncate } from '@dfm/contracts/truncate';
import { bytesOf, sentContext, type SentContext } from '@dfm/course/exercises';
import { ignoreFilePaths } from '@dfm/dockerfile/context/ignore-file';
import { done, type EarlyEnd, type PhaseOutcome } from './outcome.ts';
import { rejected, sizeAndLimit } from './rejected.ts';

const maxDockerignoreBytes = 64 * 1024;
/** Maximum number of files in a context: far more than any exercise has, but quick to send and hash. */
const maxFiles = 10_000;

/** Rejects too many files, and a path outside the context. */
export function checkFiles(files: readonly ContextFile[]): EarlyEnd | undefined {
  if (files.length > maxFiles)
    return rejected(
      `The build context has ${files.length} files; ${maxFiles} are allowed. Leave out what the build does not need, such as data sets and virtual environments.`,
      undefined,
      `context of ${maxFiles} files`,
    );
  const outside = files.find((file) => leavesContext(file.path));
  if (outside !== undefined)
    return rejected(
      `The path ${JSON.stringify(outside.path)} leaves the build context. Use paths below the folder of the Dockerfile.`,
    );
  return undefined;
}

function leavesContext(path: string): boolean {
  return (
    path === '' ||
    path.startsWith('/') ||
    path.includes('\\') ||
    path.includes('\0') ||
    path.split('/').some((part) => part === '..' || part === '.' || part === '')
  );
}

/**
 * The build context after .dockerignore.
 *
 * @param maxBytes maximum size of what the builder receives
 */
export function contextWithinLimits(
  files: readonly ContextFile[],
  maxBytes: number,
): PhaseOutcome<SentContext> {
  const tooLong = files.find(
    (file) => ignoreFilePaths.includes(file.path) && bytesOf(file) > maxDockerignoreBytes,
  );
  if (tooLong !== undefined)
    return rejected(
      `${tooLong.path} is ${sizeAndLimit(bytesOf(tooLong), maxDockerignoreBytes)}. One pattern with * or ** can replace many lines.`,
      undefined,
      `${tooLong.path} of ${formatBinaryBytes(maxDockerignoreBytes)}`,
    );
  const sent = sentContext(files);
  const { ignoreFile, unreadableRule } = sent;
  if (ignoreFile !== undefined && unreadableRule !== undefined)
    return rejected(
      `Line ${unreadableRule.line} of ${ignoreFile.path} is not a pattern that the engine can read: ${truncate(unreadableRule.text)}. Close the bracket, or put a backslash before a character that is meant literally.`,
    );
  const bytes = sent.files.reduce((sum, file) => sum + bytesOf(file), 0);
  if (bytes > maxBytes) {
    const [largest] = sent.evidence.files.toSorted((a, b) => b.bytes - a.bytes);
    return rejected(
      `The build context is ${sizeAndLimit(bytes, maxBytes)}. The largest file is ${largest?.path} with ${formatBinaryBytes(largest?.bytes ?? 0)}. Exclude what the build does not need in .dockerignore.`,
      undefined,
      `context of ${formatBinaryBytes(maxBytes)}`,
    );
  }
  return done(sent);
}
