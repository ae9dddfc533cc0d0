import type { JobStart } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { lastWords } from '@dfm/grading';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';

/** What was seen of one start of a job. */
export interface SeenJob {
  end:
    | { kind: 'refused'; why: string }
    | { kind: 'running'; ms: number }
    | { kind: 'ended'; exitCode: number | undefined; oomKilled: boolean };
  /** Last lines of both streams. */
  logTail: string;
  /** Last lines of standard output alone. */
  stdoutTail: string;
}

/**
 * Judges one start of a job. The message tells what came and never what was wanted of the report: that is the
 * exercise's secret.
 */
export function judgeJob(
  start: JobStart,
  { end, logTail, stdoutTail }: SeenJob,
): { ok: boolean; message: string } {
  const failed = (message: string) => ({ ok: false, message });
  const said = lastWords(logTail);
  if (end.kind === 'refused') return failed(`it could not be started: ${excerpt(end.why)}`);
  if (end.kind === 'running') return failed(`it was still running after ${formatDuration(end.ms)}`);
  if (end.oomKilled) return failed('it ran out of memory');
  if (end.exitCode !== 0)
    return failed(
      `it ended with exit code ${end.exitCode ?? 'unknown'}${said === undefined ? ' and printed nothing' : `: ${said}`}`,
    );
  if (start.expectJson === undefined) return { ok: true, message: 'it ended with exit code 0' };
  const line = stdoutTail.split('\n').findLast((text) => text.trim() !== '');
  if (line === undefined) return failed('it ended with exit code 0 and printed nothing on standard output');
  const report = parsedJson(line);
  if (report === undefined)
    return failed(`it ended with exit code 0, and the last line it printed is no JSON: ${excerpt(line)}`);
  if (!containsJson(report.value, start.expectJson))
    return failed(`it ended with exit code 0 and reported something else than it should: ${excerpt(line)}`);
  return { ok: true, message: `it ended with exit code 0 and reported ${excerpt(line)}` };
}
