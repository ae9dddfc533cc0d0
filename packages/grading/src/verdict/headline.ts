import type { CheckResult, ResultDocument } from '@dfm/contracts';
import type { Evidence } from '../evidence/evidence.ts';

/** How far an image got. None is the beginning of one after it. */
const reaches = [
  'Builds, runs and exits.',
  'Builds, but does not complete its task.',
  'Builds, but does not start.',
  'Builds and starts.',
  'Builds, starts and responds.',
  'Builds and starts, but does not respond correctly.',
  'Builds.',
] as const;

type Reach = (typeof reaches)[number];

/**
 * The verdict in one or two sentences: how far the image got, then what to fix first, with its line.
 *
 * @param ordered results in the order in which to fix them
 */
export function headline(reach: Reach, ordered: readonly CheckResult[], passed: boolean): string {
  const first = ordered.find(
    (result) => result.status === 'fail' || (result.status === 'warn' && result.maxPoints > 0),
  );
  const worst = first === undefined ? undefined : withLine(firstSentence(first.message), first);
  if (worst === undefined)
    return `${reach} ${passed ? passedWith(ordered) : 'Some checks could not be measured.'}`;
  return `${reach} ${passed ? `Passed; still to fix: ${lowerFirst(worst)}` : worst}`;
}

/**
 * A result without points is a remark: it is mentioned, but does not count as a failure. Suggestions
 * (severity info) are not counted.
 */
function passedWith(ordered: readonly CheckResult[]): string {
  if (ordered.some((result) => result.simulated)) return 'All checks that need no GPU passed.';
  const remarks = ordered.filter((result) => result.status === 'warn' && result.severity !== 'info').length;
  if (remarks === 0) return 'All checks passed.';
  return `All graded checks passed, with ${remarks === 1 ? 'one remark' : `${remarks} remarks`}.`;
}

/** The headline of a run that ended before it could be graded. The message of a failure names its line itself. */
export function failureHeadline(
  status: ResultDocument['status'],
  failure: NonNullable<ResultDocument['failure']>,
): string {
  const what = {
    graded: '',
    'build-failed': 'Does not build.',
    rejected: 'Rejected before building.',
    'timed-out': 'Took longer than allowed.',
    'out-of-memory': 'Ran out of memory.',
    infrastructure: 'Our runner failed; this run is not counted.',
  }[status];
  return `${what} ${firstSentence(failure.message)}`.trim();
}

/** How far an image got, from a headline that says it; undefined for the headline of a run without a grade. */
export function reachIn(text: string): Reach | undefined {
  return reaches.find((reach) => text.startsWith(`${reach} `));
}

/** How far an image got, by what was measured. */
export function reachOf({ run, job }: Pick<Evidence, 'run' | 'job'>): Reach {
  if (job !== undefined)
    return job.every((outcome) => outcome.ok)
      ? 'Builds, runs and exits.'
      : 'Builds, but does not complete its task.';
  if (run === undefined) return 'Builds.';
  const { ready, probes } = run.normal;
  if (!ready) return 'Builds, but does not start.';
  if (probes.length === 0) return 'Builds and starts.';
  return probes.every((probe) => probe.ok)
    ? 'Builds, starts and responds.'
    : 'Builds and starts, but does not respond correctly.';
}

/** A sentence with the line it is about. A check's message never names that line, only others. */
function withLine(sentence: string, { line, path }: Pick<CheckResult, 'line' | 'path'>): string {
  if (line === undefined) return sentence;
  const file = path === undefined || path === 'Dockerfile' ? '' : `${path}, `;
  return `${sentence.replace(/\.$/, '')}: ${file}line ${line}.`;
}

/** The text up to the first full stop that ends a sentence. */
function firstSentence(message: string): string {
  return /^[^]*?[.](?=\s+[A-Z]|\s*$)/.exec(message)?.[0] ?? message.trim();
}

/** In the middle of a sentence. A first word in capitals, such as USER, stays as it is. */
function lowerFirst(text: string): string {
  return /^\p{Lu}{2}/u.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
}
