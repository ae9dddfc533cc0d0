import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@dfm/contracts/quantity';
import type { Check } from './check.ts';
import type { Examined } from './examined.ts';
import { type Finding, messageOf, NotChecked, problem, type Result, worstOf } from './finding.ts';

const limitMs = 30_000;
/** How long a check may clean up after its time, or after Ctrl C. */
const cleanUpMs = 30_000;

/** The findings of a check, for people and programs. */
export interface Report {
  name: string;
  about: string;
  result: Result;
  findings: Finding[];
  ms: number;
}

/**
 * Runs checks at the same time, each within its own limit, and reports them in their order. Ends when all of
 * them have cleaned up; one that hangs is given up.
 *
 * @throws the signal's reason, after they have cleaned up; Error if one did not in time
 */
export async function runChecks(
  checks: readonly Check[],
  examined: Examined,
  signal: AbortSignal,
  onReport: (report: Report) => void,
): Promise<Report[]> {
  const running = checks.map((check) => start(check, examined, signal));
  const reports: Report[] = [];
  for (const { report } of running) {
    const done = await report;
    if (signal.aborted) break;
    reports.push(done);
    onReport(done);
  }
  const late = new AbortController();
  const isClean = await Promise.race([
    Promise.all(running.map(({ ended }) => ended)).then(() => true),
    delay(cleanUpMs, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  if (signal.aborted)
    throw isClean ? signal.reason : new Error('Stopped. What is left is removed when a runner starts.');
  return reports;
}

/** @returns the report, which is in time, and the end of the check itself */
function start(
  check: Check,
  examined: Examined,
  signal: AbortSignal,
): { report: Promise<Report>; ended: Promise<unknown> } {
  const startedAt = performance.now();
  const time = check.limitMs ?? limitMs;
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const found = findingsOf(check, examined, stop);
  const tooLong = new Promise<Finding[]>((resolve) => {
    const timer = setTimeout(() => {
      resolve([
        problem(
          `no result within ${formatDuration(time)}`,
          `Find out what hangs, and then run dfm doctor ${check.name} again.`,
        ),
      ]);
      over.abort(new Error('the time of the check is over'));
    }, time);
    void found.finally(() => clearTimeout(timer));
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve([])), { once: true });
  });
  const report = Promise.race([tooLong, found]).then((findings) => ({
    name: check.name,
    about: check.about,
    result: worstOf(findings),
    findings,
    ms: Math.round(performance.now() - startedAt),
  }));
  return { report, ended: found };
}

/** Never rejects. */
async function findingsOf(check: Check, examined: Examined, signal: AbortSignal): Promise<Finding[]> {
  try {
    if (check.needsRoot && !examined.isRoot)
      throw new NotChecked(
        'it needs root',
        `Run it as root: sudo --preserve-env npx dfm doctor ${check.name}.`,
      );
    return await check.run(examined, signal);
  } catch (error) {
    if (error instanceof NotChecked)
      return [
        {
          result: 'not-checked',
          saw: error.message,
          ...(error.advice !== undefined && { advice: error.advice }),
        },
      ];
    return [
      problem(
        `the check failed: ${messageOf(error)}`,
        'Fix the cause; if the message does not name one, please report it as a bug.',
      ),
    ];
  }
}
