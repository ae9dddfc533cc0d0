import { BoundedProcesses, LimitExceeded } from '@dfm/bounded/bounded-process';
import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import type { SentContext } from '@dfm/course/exercises';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { ungraded, type GradeInput, type ImageEvidence, type UngradedInput } from '@dfm/grading';
import { ended, type EarlyEnd, type PhaseOutcome } from '../submission/outcome.ts';
import type { Reading } from '../submission/static-phase.ts';
import type { EntrySlice, learnerWork } from './learner-work.process.ts';

/** Ten times the time of the most expensive known Dockerfile of 64 KiB on a slow machine. */
const readingSeconds = 10;
/** An image of 100,000 files takes about 1.2 s. */
const gradingSeconds = 60;
/** Of one process; enough for several hundred thousand files. */
const heapMib = 1_536;
const processes = new BoundedProcesses<typeof learnerWork>(
  new URL('./learner-work.process.ts', import.meta.url),
  heapMib,
);

/** Copied in about 10 ms. */
const entriesPerSlice = 5_000;

/** {@link staticPhase} in a separate process. A submission that exceeds a limit ends the run. */
export async function readSubmission(
  exercise: Exercise,
  files: readonly ContextFile[],
  signal: AbortSignal,
): Promise<PhaseOutcome<Reading>> {
  try {
    return await processes.call(
      'readSubmission',
      { exercise, files },
      { cpuSeconds: readingSeconds, signal },
    );
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return tooCostly(error, 'static');
  }
}

/** {@link sentContext} in a separate process. @throws LimitExceeded */
export function contextSent(files: readonly ContextFile[], signal: AbortSignal): Promise<SentContext> {
  return processes.call('sentContext', files, { cpuSeconds: readingSeconds, signal });
}

/** {@link grade} in a separate process. @throws LimitExceeded */
export function gradeRun(input: GradeInput, signal: AbortSignal): Promise<ResultDocument> {
  const { image } = input.evidence;
  if (image === undefined) return processes.call('grade', input, { cpuSeconds: gradingSeconds, signal });
  const bare = { ...image, layers: image.layers.map((layer) => ({ ...layer, entries: [] })) };
  return processes.call(
    'grade',
    { ...input, evidence: { ...input.evidence, image: bare } },
    { cpuSeconds: gradingSeconds, parts: entrySlices(image), signal },
  );
}

function* entrySlices({ layers }: ImageEvidence): Generator<EntrySlice> {
  for (const [layer, { entries }] of layers.entries()) {
    for (let at = 0; at < entries.length; at += entriesPerSlice)
      yield { layer, entries: entries.slice(at, at + entriesPerSlice) };
  }
}

/** {@link ungraded} in a separate process. If reading the text exceeds a limit, the result does not include it. */
export async function judgeUngraded(input: UngradedInput): Promise<ResultDocument> {
  try {
    return await processes.call('ungraded', input, { cpuSeconds: readingSeconds });
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    const { evidence: _, ...rest } = input;
    return ungraded(rest);
  }
}

/** {@link readStatic} of a Dockerfile's text in a separate process. @throws LimitExceeded */
export function checkText(text: string, context: BuildContext | undefined) {
  return processes.call('check', { text, context }, { cpuSeconds: gradingSeconds });
}

/** {@link applyFixes} in a separate process. @throws LimitExceeded */
export function fixText(text: string, context: BuildContext | undefined, off: ReadonlySet<string>) {
  return processes.call('fix', { text, context, off }, { cpuSeconds: gradingSeconds });
}

/**
 * The end of a run whose submission cannot be read or graded within the limits, which counts as the learner's
 * failure.
 */
export function tooCostly({ kind, limit }: LimitExceeded, phase: EarlyEnd['failure']['phase']): EarlyEnd {
  const message =
    phase === 'static'
      ? `Reading your Dockerfile and .dockerignore took more than ${limit}, so nothing was built. Shorten them: fewer instructions, variables and patterns.`
      : `Grading the image that your Dockerfile built took more than ${limit}. Shorten the Dockerfile, or put fewer files into the image.`;
  return ended(kind === 'time' ? 'timed-out' : 'out-of-memory', { phase, limit, message });
}
