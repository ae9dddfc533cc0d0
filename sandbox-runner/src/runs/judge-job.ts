import type { JobStart } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { lastWords } from '@dfm/grading';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';

/** Observation of one start of a job. */
export interface ObservedJob {
  end:
    | { kind: 'refused'; why: string }
    | { kind: 'running'; ms: number }
    | { kind: 'ended'; exitCode: number | undefined; oomKilled: boolean };
  /** Last lines of both streams. */
  logTail: string;
  /** Last lines of standard output only. */
  stdoutTail: string;
}

/**
 * Judges one start of a job. The message contains the actual report but never the expected one, which is the
 * exercise's secret.
 */
export function judgeJob(
  start: JobStart,
  { end, logTail, stdoutTail }: ObservedJob,
): { ok: boolean; message: string } {
  const failed = (message: string) => ({ ok: false, message });
  const lastLine = lastWords(logTail);
  if (end.kind === 'refused') return failed(`it could not be started: ${excerpt(end.why)}`);
  if (end.kind === 'running') return failed(`it was still running after ${formatDuration(end.ms)}`);
  if (end.oomKilled) return failed('it ran out of memory');
  if (end.exitCode !== 0)
    return failed(
      `it ended with exit code ${end.exitCode ?? 'unknown'}${lastLine === undefined ? ' and printed nothing' : `: ${lastLine}`}`,
    );
  if (start.expectJson === undefined) return { ok: true, message: 'it ended with exit code 0' };
  const line = stdoutTail.split('\n').findLast((text) => text.trim() !== '');
  if (line === undefined) return failed('it ended with exit code 0 and printed nothing on standard output');
  const report = parsedJson(line);
  if (report === undefined)
    return failed(`it ended with exit code 0, and the last line it printed is not JSON: ${excerpt(line)}`);
  if (!containsJson(report.value, start.expectJson))
    return failed(`it ended with exit code 0 and reported an unexpected result: ${excerpt(line)}`);
  return { ok: true, message: `it ended with exit code 0 and reported ${excerpt(line)}` };
}
