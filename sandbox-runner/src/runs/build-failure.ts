import { truncate, truncateMiddle } from '@dfm/contracts/truncate';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { secretMounts } from '@dfm/dockerfile/syntax/mounts';
import type { FailedVertex } from '../engine/build-trace.ts';
import { isPlatformBuildFault, isPlatformStartFault, stepStartFailure } from '../engine/start-failure.ts';
import { askedPrivilege } from './asked-privilege.ts';
import { failureAt, type BuildFailure } from './failure-at.ts';
import { missingBase } from './missing-base.ts';

/** A path or an argument in the engine's message may have tens of thousands of characters. */
const maxEngineMessage = 500;

export interface FailedBuild {
  /** The engine's message. */
  message: string;
  vertex: FailedVertex | undefined;
  logTail: string;
}

/** Whether the platform is to blame. The output and exit code of a step are never taken as evidence for that. */
export function isPlatformFault({ vertex, logTail }: FailedBuild): boolean {
  if (vertex === undefined) return false;
  const reason = stepStartFailure(vertex.error, logTail);
  return reason === undefined ? isPlatformBuildFault(vertex.error) : isPlatformStartFault(reason);
}

/**
 * Explains why a build failed, and on which line.
 *
 * @param available references that FROM can use
 */
export function explainBuildFailure(
  failed: FailedBuild,
  dockerfile: Dockerfile,
  available: readonly string[],
): BuildFailure {
  return dockerfileFailure(failed, dockerfile, available) ?? stepFailure(failed);
}

/** A Dockerfile that the engine cannot read, or that requests something it cannot provide. */
function dockerfileFailure(
  { message, vertex }: FailedBuild,
  dockerfile: Dockerfile,
  available: readonly string[],
): BuildFailure | undefined {
  const base = /^\[internal\] load metadata for (\S+)$/.exec(vertex?.name ?? '')?.[1];
  if (base !== undefined) return missingBase(base, dockerfile, available);

  const target = /\b(?:target stage|build target) "?([\w.-]+)/.exec(message)?.[1];
  if (target !== undefined)
    return {
      message: `There is no stage ${target} to build with docker build --target ${target}. Write FROM … AS ${target}.`,
    };

  const privilege = askedPrivilege(message, dockerfile);
  if (privilege !== undefined) return privilege;

  const parse = /parse error(?: on)? line (\d+): (.+)/s.exec(message);
  if (parse !== null)
    return { message: `Line ${parse[1]} cannot be read: ${sentence(parse[2])}`, line: Number(parse[1]) };

  const error = vertex?.error ?? message;
  if (error.includes("unexpected key 'env' in 'env=")) return variableFromSecret(dockerfile);

  const layers = maxLayers(dockerfile);
  if (isTooDeep(error) && layers > minRefused)
    return {
      message: `A stage with ${layers} steps makes more layers than the engine can stack: up to 125 in older engines, fewer than 500 in current ones. Combine RUN and COPY steps.`,
      limit: '500 layers',
      ...(vertex?.line === undefined ? {} : { line: vertex.line }),
    };
  return undefined;
}

/** A step that failed, or anything else, in the engine's words. */
function stepFailure({ message, vertex, logTail }: FailedBuild): BuildFailure {
  const error = vertex?.error ?? message;
  const line = vertex?.line;

  if (/: file name too long$/i.test(error))
    return failureAt(
      line,
      'a path is longer than the 4,095 bytes that Linux allows. Shorten it.',
      '4,095 bytes a path',
    );

  const unstarted = stepStartFailure(error, logTail);
  if (unstarted !== undefined)
    return failureAt(line, `${step(vertex)} could not be started: ${sentence(startReason(unstarted))}`);

  const exitCode = /exit code: (\d+)/.exec(error)?.[1];
  if (exitCode !== undefined) return failureAt(line, `${step(vertex)} ended with exit code ${exitCode}.`);

  const unreachable =
    /\b(?:Get|Head) "([^"]+)": dial /.exec(error)?.[1] ??
    (/\bgit error: exec: /.test(error) ? 'a git repository' : undefined);
  if (unreachable !== undefined)
    return failureAt(
      line,
      `${unreachable} cannot be fetched: builds can reach only the shelf. Put the files into the build context and copy them.`,
    );

  const missingFile = /"(\/?[^"]*)":? not found/.exec(error)?.[1];
  if (missingFile !== undefined && line !== undefined)
    return failureAt(
      line,
      `${missingFile.replace(/^\//, '')} cannot be copied: it is not in the build context, or .dockerignore excludes it.`,
    );

  return failureAt(line, sentence(truncateMiddle(withoutPrefixes(error), maxEngineMessage)));
}

/** BuildKit 0.13, which is part of this engine, parses a mount before it knows the line. */
function variableFromSecret({ stages }: Dockerfile): BuildFailure {
  const runs = stages.flatMap((stage) => stage.instructions).filter(({ keyword }) => keyword === 'RUN');
  const run = runs.find((candidate) => secretMounts(candidate).some(({ env }) => env !== undefined));
  const id = run === undefined ? undefined : secretMounts(run).find(({ env }) => env !== undefined)?.id;
  return failureAt(
    run?.startLine,
    `the engine of this sandbox is too old for env= in a secret mount. Remove env= and read the file: "$(cat /run/secrets/${id ?? '<id>'})".`,
  );
}

/** The step's instruction, short enough for a sentence. */
function step(vertex: FailedVertex | undefined): string {
  const name = (vertex?.name ?? 'the step').replace(/^\[[^\]]*\] /, '').replace(/\s+/g, ' ');
  return truncate(name, 80);
}

function startReason(message: string): string {
  return message.replace(
    /^runc run failed: unable to start container process: (?:error during container init: )?/,
    '',
  );
}

function withoutPrefixes(message: string): string {
  return message.replace(
    /^(?:failed to solve(?: with frontend \S+)?: |failed to create LLB definition: |rpc error: code = \S+ desc = )+/,
    '',
  );
}

function sentence(text: string | undefined): string {
  const trimmed = (text ?? '').trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Every engine can stack this many layers. */
const minRefused = 125;

/**
 * The kernel's overlay file system rejects 500 layers (OVL_MAX_STACK) with this error. With fewer, the engine
 * may run out of time while exporting them.
 */
function isTooDeep(error: string): boolean {
  return /max depth exceeded|^(?:failed to solve: )?(?:invalid argument|context deadline exceeded)$/i.test(
    error,
  );
}

/** Number of steps of the stage that has the most. */
function maxLayers({ stages }: Dockerfile): number {
  return Math.max(
    ...stages.map(({ instructions }) => instructions.filter(({ keyword }) => factsOf(keyword).step).length),
  );
}
