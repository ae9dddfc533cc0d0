import type { ContextFile, Exercise, Finding } from '@dfm/contracts';
import { bytesPerMib } from '@dfm/contracts/quantity';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import { isOfficialFrontend, syntaxDirective } from '@dfm/dockerfile/syntax/directives';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import type { StartOptions } from '../engine/start-options.ts';
import { coldBuildArgs } from './cold-build-args.ts';
import { composeOptions } from './compose-file.ts';
import { contextWithinLimits, checkFiles } from './context-limits.ts';
import { dockerfileText } from './dockerfile-text.ts';
import { done, type PhaseOutcome } from './outcome.ts';
import { rejected } from './rejected.ts';
import { stepKeys, type StepKeys } from './step-keys.ts';

export interface Reading {
  /** The learner's original text. */
  text: string;
  dockerfile: Dockerfile;
  /** Lines of the steps that install packages. */
  installLines: ReadonlySet<number>;
  stepKeys: StepKeys;
  context: BuildContext;
  /** Absent if the exercise reads no options. */
  options: StartOptions | undefined;
  findings: Finding[];
  notices: string[];
}

/** Maximum number of findings that are sent during the run, far more than anyone reads. */
const maxFindings = 500;

/**
 * Reads a submission without building anything, and rejects what must never reach an engine: a path outside
 * the context, a context with too many files or over the exercise's limit, a Dockerfile that is not text or
 * has no FROM, a frontend that would be fetched and run, options that no container gets.
 */
export function staticPhase(exercise: Exercise, files: readonly ContextFile[]): PhaseOutcome<Reading> {
  const badFiles = checkFiles(files);
  if (badFiles !== undefined) return badFiles;
  const text = dockerfileText(files);
  if (text.kind === 'ended') return text;
  const frontend = checkFrontend(text.value);
  if (frontend.kind === 'ended') return frontend;
  const sent = contextWithinLimits(files, exercise.limits.contextMib * bytesPerMib);
  if (sent.kind === 'ended') return sent;
  const options = composeOptions(exercise, files);
  if (options.kind === 'ended') return options;

  const dockerfile = parseDockerfile(text.value);
  // Checked here, because the engine crashes on a Dockerfile with only ARG lines.
  if (dockerfile.stages.length === 0)
    return rejected(
      'The Dockerfile has no FROM line, so there is nothing to build. Start with FROM and a base image.',
      1,
    );
  const { evidence: context } = sent.value;
  const findings = checkStatic({ dockerfile, context });
  const notices = frontend.value;
  if (findings.length > maxFindings)
    notices.push(`The static checks have ${findings.length} findings; the first ${maxFindings} are listed.`);
  const installLines = new Set(
    dockerfile.instructions.filter(installsDependencies).map(({ startLine }) => startLine),
  );
  return done({
    text: text.value,
    dockerfile,
    installLines,
    stepKeys: stepKeys({ dockerfile, files: sent.value.files, buildArgs: coldBuildArgs(exercise) }),
    context,
    options: options.value,
    findings: findings.slice(0, maxFindings),
    notices,
  });
}

/** Rejects a frontend that would be fetched and run. Otherwise, a notice if the official one is replaced. */
function checkFrontend(text: string): PhaseOutcome<string[]> {
  const syntax = syntaxDirective(text);
  if (syntax === undefined) return done([]);
  if (!isOfficialFrontend(syntax.reference))
    return rejected(
      `Line ${syntax.line} names the frontend ${syntax.reference}, a program that would read this Dockerfile instead of BuildKit. Only docker/dockerfile is allowed: change the line or delete it.`,
      syntax.line,
    );
  return done([
    `Line ${syntax.line}: ${syntax.reference} is replaced by the engine's built-in frontend. Nothing was fetched.`,
  ]);
}
