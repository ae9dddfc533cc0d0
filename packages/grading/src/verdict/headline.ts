import type { CheckResult, ResultDocument } from '@dfm/contracts';
import type { Evidence } from '../evidence/evidence.ts';

/**
 * The verdict in a line or two: how far the image got, then what to mend first, with its line.
 *
 * @param ordered results in the order to mend them
 */
export function headline(
  run: Pick<Evidence, 'run' | 'job'>,
  ordered: readonly CheckResult[],
  passed: boolean,
): string {
  const first = ordered.find(
    (result) => result.status === 'fail' || (result.status === 'warn' && result.maxPoints > 0),
  );
  const worst = first === undefined ? undefined : withLine(firstSentence(first.message), first);
  if (worst === undefined)
    return `${reached(run)} ${passed ? passedWith(ordered.filter((result) => result.status === 'warn' && result.severity !== 'info').length) : 'Some checks could not be measured.'}`;
  return `${reached(run)} ${passed ? `Passed; still to mend: ${lowerFirst(worst)}` : worst}`;
}

/**
 * What earns no points is a remark: it is told, and nothing is wrong for it. A suggestion (severity info) is
 * not even counted.
 */
function passedWith(remarks: number): string {
  if (remarks === 0) return 'Every check passes.';
  return `Every check that counts passes, with ${remarks === 1 ? 'one remark' : `${remarks} remarks`}.`;
}

/** Of a run that ended before it could be graded. */
export function failureHeadline(
  status: ResultDocument['status'],
  failure: NonNullable<ResultDocument['failure']>,
): string {
  const what = {
    graded: '',
    'build-failed': 'Does not build.',
    rejected: 'Refused before building.',
    'timed-out': 'Took longer than allowed.',
    'out-of-memory': 'Ran out of memory.',
    infrastructure: 'Not graded: a fault of ours, which costs no attempt.',
  }[status];
  return `${what} ${withLine(firstSentence(failure.message), failure)}`.trim();
}

function reached({ run, job }: Pick<Evidence, 'run' | 'job'>): string {
  if (job !== undefined)
    return job.every((outcome) => outcome.ok)
      ? 'Builds, runs and ends.'
      : 'Builds, but does not do its work.';
  if (run === undefined) return 'Builds.';
  const { ready, probes } = run.normal;
  if (!ready) return 'Builds, but does not start.';
  if (probes.length === 0) return 'Builds and starts.';
  return probes.every((probe) => probe.ok)
    ? 'Builds, starts and answers.'
    : 'Builds and starts, but does not answer as it should.';
}

function withLine(
  sentence: string,
  { line, path }: { line?: number | undefined; path?: string | undefined },
): string {
  if (line === undefined || /\blines? \d/.test(sentence)) return sentence;
  const file = path === undefined || path === 'Dockerfile' ? '' : `${path}, `;
  return `${sentence.replace(/\.$/, '')}: ${file}line ${line}.`;
}

/** Up to the first full stop that ends a sentence. */
function firstSentence(message: string): string {
  return /^[^]*?[.](?=\s+[A-Z]|\s*$)/.exec(message)?.[0] ?? message.trim();
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
