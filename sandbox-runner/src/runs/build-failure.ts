import { truncate, truncateMiddle } from '@dfm/contracts/truncate';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Stage } from '@dfm/dockerfile/syntax/model';
import { secretMounts } from '@dfm/dockerfile/syntax/mounts';
import type { FailedVertex } from '../engine/build-trace.ts';
import { isPlatformBuildFault, isPlatformStartFault, stepStartFailure } from '../engine/start-failure.ts';
import { askedPrivilege } from './asked-privilege.ts';

/** A path or an argument in the engine's message may have tens of thousands of characters. */
const maxEngineMessage = 500;

export interface FailedBuild {
  /** The engine's message. */
  message: string;
  vertex: FailedVertex | undefined;
  logTail: string;
}

export interface BuildFailure {
  message: string;
  line?: number;
  limit?: string;
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
  const error = failed.vertex?.error ?? failed.message;
  const line = failed.vertex?.line;
  const at = line === undefined ? {} : { line };

  const missingBase = /^\[internal\] load metadata for (\S+)$/.exec(failed.vertex?.name ?? '')?.[1];
  if (missingBase !== undefined) return baseFailure(missingBase, dockerfile, available);

  const target = /\b(?:target stage|build target) "?([\w.-]+)/.exec(failed.message)?.[1];
  if (target !== undefined)
    return {
      message: `There is no stage ${target} to build with docker build --target ${target}. Write FROM … AS ${target}.`,
    };

  const privilege = askedPrivilege(failed.message, dockerfile);
  if (privilege !== undefined) return privilege;

  const parse = /parse error(?: on)? line (\d+): (.+)/s.exec(failed.message);
  if (parse !== null)
    return { message: `Line ${parse[1]} cannot be read: ${sentence(parse[2])}`, line: Number(parse[1]) };

  if (error.includes("unexpected key 'env' in 'env=")) return variableFromSecret(dockerfile);

  if (isTooDeep(error) && maxLayers(dockerfile) > minRefused) {
    return {
      message: `A stage with ${maxLayers(dockerfile)} steps makes more layers than the engine can stack: up to 125 in older engines, fewer than 500 in current ones. Combine RUN and COPY steps.`,
      limit: '500 layers',
      ...at,
    };
  }

  if (/: file name too long$/i.test(error))
    return {
      message: placed(line, 'a path is longer than the 4,095 bytes that Linux allows. Shorten it.'),
      limit: '4,095 bytes a path',
      ...at,
    };

  const unstarted = stepStartFailure(error, failed.logTail);
  if (unstarted !== undefined)
    return {
      message: placed(
        line,
        `${step(failed.vertex)} could not be started: ${sentence(startReason(unstarted))}`,
      ),
      ...at,
    };

  const exitCode = /exit code: (\d+)/.exec(error)?.[1];
  if (exitCode !== undefined)
    return { message: placed(line, `${step(failed.vertex)} ended with exit code ${exitCode}.`), ...at };

  const unreachable =
    /\b(?:Get|Head) "([^"]+)": dial /.exec(error)?.[1] ??
    (/\bgit error: exec: /.test(error) ? 'a git repository' : undefined);
  if (unreachable !== undefined)
    return {
      message: placed(
        line,
        `${unreachable} cannot be fetched: builds can reach only the shelf. Put the files into the build context and copy them.`,
      ),
      ...at,
    };
  const missingFile = /"(\/?[^"]*)":? not found/.exec(error)?.[1];
  if (missingFile !== undefined && line !== undefined) {
    return {
      message: `Line ${line}: ${missingFile.replace(/^\//, '')} cannot be copied: it is not in the build context, or .dockerignore excludes it.`,
      ...at,
    };
  }
  return { message: placed(line, sentence(truncateMiddle(withoutPrefixes(error), maxEngineMessage))), ...at };
}

function baseFailure(
  reference: string,
  dockerfile: Dockerfile,
  available: readonly string[],
): { message: string; line?: number } {
  const stage = dockerfile.stages.find(
    (candidate) =>
      candidate.base.resolved !== undefined && familiar(candidate.base.resolved) === familiar(reference),
  );
  const line = stage?.from.startLine ?? lineOfCopyFrom(dockerfile.stages, reference);
  const message = placed(
    line,
    `the image ${familiar(reference)} is not on the shelf, and builds cannot pull other images. On the shelf: ${available.join(', ')}.`,
  );
  return line === undefined ? { message } : { message, line };
}

function lineOfCopyFrom(stages: readonly Stage[], reference: string): number | undefined {
  const copies = stages
    .flatMap((stage) => stage.instructions)
    .filter((instruction) => instruction.keyword === 'COPY');
  return copies.find((copy) =>
    copy.flags.some(
      (flag) =>
        flag.name === 'from' && flag.value !== undefined && familiar(flag.value) === familiar(reference),
    ),
  )?.startLine;
}

/** BuildKit 0.13, which is part of this engine, parses a mount before it knows the line. */
function variableFromSecret({ stages }: Dockerfile): BuildFailure {
  const runs = stages.flatMap((stage) => stage.instructions).filter(({ keyword }) => keyword === 'RUN');
  const run = runs.find((candidate) => secretMounts(candidate).some(({ env }) => env !== undefined));
  const id = run === undefined ? undefined : secretMounts(run).find(({ env }) => env !== undefined)?.id;
  const message = `the engine of this sandbox is too old for env= in a secret mount. Remove env= and read the file: "$(cat /run/secrets/${id ?? '<id>'})".`;
  return { message: placed(run?.startLine, message), ...(run === undefined ? {} : { line: run.startLine }) };
}

/** The familiar form of a reference: `python:3.11` for `docker.io/library/python:3.11`. */
function familiar(reference: string): string {
  const short = reference.replace(/^docker\.io\/(library\/)?/, '');
  return /[:@]/.test(short.slice(short.lastIndexOf('/') + 1)) ? short : `${short}:latest`;
}

/** The step's instruction, short enough for a sentence. */
function step(vertex: FailedVertex | undefined): string {
  const name = (vertex?.name ?? 'the step').replace(/^\[[^\]]*\] /, '').replace(/\s+/g, ' ');
  return truncate(name, 80);
}

function placed(line: number | undefined, text: string): string {
  return line === undefined ? text.charAt(0).toUpperCase() + text.slice(1) : `Line ${line}: ${text}`;
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
