import type { ContextFile, Exercise, Finding } from '@dfm/contracts';
import { bytesPerMib, formatBinaryBytes, formatDistinct } from '@dfm/contracts/quantity';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { ignoreFilePaths } from '@dfm/dockerfile/context/ignore-file';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import { isOfficialFrontend, syntaxDirective } from '@dfm/dockerfile/syntax/directives';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import { coldBuildArgs } from './cold-build-args.ts';
import { done, ended, type EarlyEnd, type PhaseOutcome } from './outcome.ts';
import { bytesOf, sentContext } from './sent-context.ts';
import { stepKeys, type StepKeys } from './step-keys.ts';

export interface Reading {
  /** The learner's original text. */
  text: string;
  dockerfile: Dockerfile;
  /** Lines of the steps that install packages. */
  installLines: ReadonlySet<number>;
  stepKeys: StepKeys;
  context: BuildContext;
  findings: Finding[];
  notices: string[];
}

/** Ten times the length of the longest Dockerfile that people write. */
const maxDockerfileBytes = 64 * 1024;
/** Maximum number of findings that are sent during the run, far more than anyone reads. */
const maxFindings = 500;
const maxDockerignoreBytes = 64 * 1024;
/** Maximum number of files in a context: far more than any exercise has, but quick to send and hash. */
const maxFiles = 10_000;

/**
 * Reads a submission without building anything, and rejects what must never reach an engine: a path outside
 * the context, a context with too many files or over the exercise's limit, a Dockerfile that is not text or
 * has no FROM, a frontend that would be fetched and run.
 */
export function staticPhase(exercise: Exercise, files: readonly ContextFile[]): PhaseOutcome<Reading> {
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
  const text = dockerfileText(files);
  if (typeof text !== 'string') return text;

  const notices: string[] = [];
  const syntax = syntaxDirective(text);
  if (syntax !== undefined && !isOfficialFrontend(syntax.reference)) {
    return rejected(
      `Line ${syntax.line} names the frontend ${syntax.reference}, a program that would read this Dockerfile instead of BuildKit. Only docker/dockerfile is allowed: change the line or delete it.`,
      syntax.line,
    );
  }
  if (syntax !== undefined)
    notices.push(
      `Line ${syntax.line}: ${syntax.reference} is replaced by the engine's built-in frontend. Nothing was fetched.`,
    );

  const tooLong = files.find(
    (file) => ignoreFilePaths.includes(file.path) && bytesOf(file) > maxDockerignoreBytes,
  );
  if (tooLong !== undefined)
    return rejected(
      `${tooLong.path} is ${sizeAndLimit(bytesOf(tooLong), maxDockerignoreBytes)}. One pattern with * or ** can replace many lines.`,
      undefined,
      `${tooLong.path} of ${formatBinaryBytes(maxDockerignoreBytes)}`,
    );
  const { evidence: context, files: sent, ignoreFile, unreadableRule } = sentContext(files);
  if (ignoreFile !== undefined && unreadableRule !== undefined)
    return rejected(
      `Line ${unreadableRule.line} of ${ignoreFile.path} is not a pattern that the engine can read: ${truncate(unreadableRule.text)}. Close the bracket, or put a backslash before a character that is meant literally.`,
    );
  const bytes = sent.reduce((sum, file) => sum + bytesOf(file), 0);
  const maxBytes = exercise.limits.contextMib * bytesPerMib;
  if (bytes > maxBytes) {
    const [largest] = context.files.toSorted((a, b) => b.bytes - a.bytes);
    return rejected(
      `The build context is ${sizeAndLimit(bytes, maxBytes)}. The largest file is ${largest?.path} with ${formatBinaryBytes(largest?.bytes ?? 0)}. Exclude what the build does not need in .dockerignore.`,
      undefined,
      `context of ${formatBinaryBytes(maxBytes)}`,
    );
  }
  const dockerfile = parseDockerfile(text);
  // Checked here, because the engine crashes on a Dockerfile with only ARG lines.
  if (dockerfile.stages.length === 0)
    return rejected(
      'The Dockerfile has no FROM line, so there is nothing to build. Start with FROM and a base image.',
      1,
    );
  const findings = checkStatic({ dockerfile, context });
  if (findings.length > maxFindings)
    notices.push(`The static checks have ${findings.length} findings; the first ${maxFindings} are listed.`);
  const installLines = new Set(
    dockerfile.instructions.filter(installsDependencies).map(({ startLine }) => startLine),
  );
  return done({
    text,
    dockerfile,
    installLines,
    stepKeys: stepKeys({ dockerfile, files: sent, buildArgs: coldBuildArgs(exercise) }),
    context,
    findings: findings.slice(0, maxFindings),
    notices,
  });
}

function dockerfileText(files: readonly ContextFile[]): string | EarlyEnd {
  const file = files.find((candidate) => candidate.path === 'Dockerfile');
  if (file === undefined)
    return rejected(
      'There is no Dockerfile at the root of the build context. Add a file with exactly this name.',
    );
  const bytes = bytesOf(file);
  if (bytes > maxDockerfileBytes)
    return rejected(
      `The Dockerfile is ${sizeAndLimit(bytes, maxDockerfileBytes)}. Put data and long scripts into files in the build context and copy them.`,
      undefined,
      `Dockerfile of ${formatBinaryBytes(maxDockerfileBytes)}`,
    );
  if (file.encoding === 'base64') return rejected(...invalidText(Buffer.from(file.data, 'base64')));
  if (file.data.replace('\uFEFF', '').trim() === '')
    return rejected('The Dockerfile is empty. It needs at least one FROM line.', 1);
  return file.data;
}

/** Finds the first line that is not UTF-8. */
function invalidText(bytes: Buffer): [message: string, line: number | undefined] {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return [`Line ${line} of the Dockerfile is not valid UTF-8. Save the file as UTF-8 text.`, line];
    }
    from = to;
  }
  return ['The Dockerfile is empty. It needs at least one FROM line.', 1];
}

function sizeAndLimit(bytes: number, maxBytes: number): string {
  const [size, limit] = formatDistinct('binary-bytes', bytes, maxBytes);
  return `${size}; ${limit} are allowed`;
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

function rejected(message: string, line?: number, limit?: string): EarlyEnd {
  return ended('rejected', {
    phase: 'static',
    message,
    ...(line === undefined ? {} : { line }),
    ...(limit === undefined ? {} : { limit }),
  });
}
