import type { RunPlan, ServiceStart } from '@dfm/contracts';
import type { Measured } from '../check/check.ts';
import { noRun, skipped } from '../check/skipped.ts';
import type { ContainerObservation, RunEvidence, StartOutcome } from '../evidence/evidence.ts';
import { whyNeverReady } from './never-ready.ts';

interface Judged {
  /** The starts that a check is about. */
  isMeant: (start: ServiceStart) => boolean;
  /** The message if all of them answered. */
  passed: (names: readonly string[]) => string;
  next: string;
}

/** The verdict on some of a service's further starts: the first one that failed decides. */
export function judgeStarts(
  run: RunEvidence | undefined,
  plan: RunPlan | undefined,
  { isMeant, passed, next }: Judged,
): Measured {
  if (run === undefined) return noRun;
  const planned = plan?.starts.filter(isMeant) ?? [];
  if (planned.length === 0 || run.starts === undefined)
    return skipped('Not measured: the exercise has no such start.');
  const outcomes = run.starts.filter(({ start }) => isMeant(start));
  const evidence = outcomes.map((outcome) => ({
    label: outcome.start.name,
    value: failureOf(outcome) === undefined ? wantedOf(outcome) : 'failed',
    unit: 'text' as const,
    wanted: wantedOf(outcome),
  }));
  const failure = run.normal.ready
    ? (outcomes.map(failureOf).find((message) => message !== undefined) ?? leftOut(planned, outcomes))
    : `The container ${whyNeverReady(run.normal)}`;
  return failure === undefined
    ? { status: 'pass', message: passed(planned.map(({ name }) => name)), evidence }
    : { status: 'fail', message: failure, next, evidence };
}

const wantedOf = ({ start }: StartOutcome) => (start.refuses ? 'exited with an error' : 'answered');

function failureOf({ start, observed, afterwards }: StartOutcome): string | undefined {
  if (start.refuses) return hasRefused(observed) ? undefined : notRefused(observed, `With “${start.name}”`);
  return (
    failureIn(observed, `With “${start.name}”`) ??
    (afterwards && failureIn(afterwards, `With “${start.name}”, after the container was replaced`))
  );
}

function failureIn(observed: ContainerObservation, when: string): string | undefined {
  if (!observed.ready) return `${when}, the container ${whyNeverReady(observed)}`;
  const failed = observed.probes.find(({ ok }) => !ok);
  return failed && `${when}, “${failed.probe.name}” did not get the expected response: ${failed.message}.`;
}

/** Codes from 126 on mean that the command could not be run, or that a signal ended it. */
const firstForeignCode = 126;

/** Whether a service exited by itself with an error, without ever having been ready. */
export function hasRefused({ ready, exitCode = 0, oomKilled }: ContainerObservation): boolean {
  return !ready && !oomKilled && exitCode > 0 && exitCode < firstForeignCode;
}

function notRefused(observed: ContainerObservation, when: string): string {
  return observed.ready
    ? `${when}, the container became ready. It should have exited with an error.`
    : `${when}, the container should have exited with an error, but it ${whyNeverReady(observed)}`;
}

/** A start of which nothing is known, because one before it used up the time in which a service must be ready. */
function leftOut(planned: readonly ServiceStart[], outcomes: readonly StartOutcome[]): string | undefined {
  const missing = planned.find(({ name }) => !outcomes.some(({ start }) => start.name === name));
  return (
    missing && `“${missing.name}” was not tried, because the service was never ready in a start before it.`
  );
}
