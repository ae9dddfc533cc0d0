import type { ExpectedFile, JobStart } from '@dfm/contracts';
import { formatBinaryBytes, formatDuration } from '@dfm/contracts/quantity';
import { lastWords } from '@dfm/grading';
import { maxLeftBytes, type LeftFile } from './left-file.ts';
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
  /** The file that it must leave; absent if there is none. */
  left: LeftFile | undefined;
}

type Verdict = { ok: boolean; message: string };

/**
 * Judges one start of a job. The message contains the actual report but never the expected one, which is the
 * exercise's secret.
 */
export function judgeJob(start: JobStart, { end, logTail, stdoutTail, left }: ObservedJob): Verdict {
  const lastLine = lastWords(logTail);
  if (end.kind === 'refused') return failed(`it could not be started: ${excerpt(end.why)}`);
  if (end.kind === 'running') return failed(`it was still running after ${formatDuration(end.ms)}`);
  if (end.oomKilled) return failed('it ran out of memory');
  if (end.exitCode !== 0)
    return failed(
      `it ended with exit code ${end.exitCode ?? 'unknown'}${lastLine === undefined ? ' and printed nothing' : `: ${lastLine}`}`,
    );
  const reported = judgeReport(start, stdoutTail);
  if (!reported.ok || start.leaves === undefined) return reported;
  const file = judgeFile(start.leaves, left);
  return {
    ok: file.ok,
    message: `${file.ok ? reported.message : 'it ended with exit code 0'}, ${file.ok ? 'and' : 'but'} ${file.message}`,
  };
}

function judgeReport({ expectJson }: JobStart, stdoutTail: string): Verdict {
  if (expectJson === undefined) return { ok: true, message: 'it ended with exit code 0' };
  const line = stdoutTail.split('\n').findLast((text) => text.trim() !== '');
  if (line === undefined) return failed('it ended with exit code 0 and printed nothing on standard output');
  const report = parsedJson(line);
  if (report === undefined)
    return failed(`it ended with exit code 0, and the last line it printed is not JSON: ${excerpt(line)}`);
  if (!containsJson(report.value, expectJson))
    return failed(`it ended with exit code 0 and reported an unexpected result: ${excerpt(line)}`);
  return { ok: true, message: `it ended with exit code 0 and reported ${excerpt(line)}` };
}

function judgeFile({ path, expectJson, owner }: ExpectedFile, left: LeftFile | undefined): Verdict {
  if (left === undefined) return failed(`it left no file ${path}`);
  if (owner !== undefined && left.owner !== owner)
    return failed(`${path} belongs to user ${left.owner} instead of ${owner}`);
  if (expectJson === undefined) return { ok: true, message: `it left ${path}` };
  if (Buffer.byteLength(left.text) > maxLeftBytes)
    return failed(`it left more than ${formatBinaryBytes(maxLeftBytes)} in ${path}`);
  const content = parsedJson(left.text);
  if (content === undefined) return failed(`${path} is not JSON: ${excerpt(left.text)}`);
  if (!containsJson(content.value, expectJson))
    return failed(`${path} has an unexpected content: ${excerpt(left.text)}`);
  return { ok: true, message: `it left the expected ${path}` };
}

function failed(message: string): Verdict {
  return { ok: false, message };
}
