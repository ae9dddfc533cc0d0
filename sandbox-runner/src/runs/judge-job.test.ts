import { expect, test } from 'vitest';
import { judgeJob, type ObservedJob } from './judge-job.ts';

const trains = { name: 'trains', env: {}, expectJson: { rows: 12 } };
const seen = (stdoutTail: string, exitCode = 0): ObservedJob => ({
  end: { kind: 'ended', exitCode, oomKilled: false },
  logTail: stdoutTail,
  stdoutTail,
  left: undefined,
});

test.each<[name: string, seen: ObservedJob, ok: boolean, message: string]>([
  [
    'the expected report, with more in it',
    seen('reading\n{"rows": 12, "rmse": 0.4}\n'),
    true,
    'it ended with exit code 0 and reported {"rows": 12, "rmse": 0.4}',
  ],
  [
    'blank lines below the report',
    seen('{"rows": 12}\n\n  \n'),
    true,
    'it ended with exit code 0 and reported {"rows": 12}',
  ],
  [
    'near miss: different numbers',
    seen('{"rows": 11}\n'),
    false,
    'it ended with exit code 0 and reported an unexpected result: {"rows": 11}',
  ],
  [
    'near miss: the report is not the last line',
    seen('{"rows": 12}\nbye\n'),
    false,
    'it ended with exit code 0, and the last line it printed is not JSON: bye',
  ],
  [
    'near miss: the report on standard error',
    { ...seen(''), logTail: '{"rows": 12}' },
    false,
    'it ended with exit code 0 and printed nothing on standard output',
  ],
  [
    'the report, and then a failure',
    seen('{"rows": 12}\n', 3),
    false,
    'it ended with exit code 3: {"rows": 12}',
  ],
  [
    'a failure with a reason',
    { ...seen('', 1), logTail: "Traceback\nModuleNotFoundError: No module named 'numpy'\n" },
    false,
    "it ended with exit code 1: ModuleNotFoundError: No module named 'numpy'",
  ],
  ['a failure without output', seen('', 127), false, 'it ended with exit code 127 and printed nothing'],
  [
    'a job that does not end',
    { ...seen('{"rows": 12}'), end: { kind: 'running', ms: 30_000 } },
    false,
    'it was still running after 30 s',
  ],
  [
    'a job that the kernel killed',
    { ...seen(''), end: { kind: 'ended', exitCode: 137, oomKilled: true } },
    false,
    'it ran out of memory',
  ],
  [
    'a job that the engine cannot start',
    { ...seen(''), end: { kind: 'refused', why: 'exec: "train": not found' } },
    false,
    'it could not be started: exec: "train": not found',
  ],
])('%s', (_name, observed, ok, message) => expect(judgeJob(trains, observed)).toEqual({ ok, message }));

test('only the exit code counts if no report is expected', () => {
  expect(judgeJob({ name: 'trains', env: {} }, seen(''))).toEqual({
    ok: true,
    message: 'it ended with exit code 0',
  });
});

const leaves = { path: '/out/report.json', expectJson: { rows: 12 }, owner: 1000 };
const report = { owner: 1000, text: '{"rows": 12, "day": "Monday"}' };

test.each<[name: string, left: ObservedJob['left'], ok: boolean, message: string]>([
  ['the expected file', report, true, 'it left the expected /out/report.json'],
  ['near miss: no file', undefined, false, 'it left no file /out/report.json'],
  [
    'near miss: the file of a different user',
    { ...report, owner: 0 },
    false,
    '/out/report.json belongs to user 0 instead of 1000',
  ],
  [
    'near miss: different numbers',
    { ...report, text: '{"rows": 11}' },
    false,
    '/out/report.json has an unexpected content: {"rows": 11}',
  ],
  [
    'near miss: a file that is cut off',
    { ...report, text: '{"rows": 12' },
    false,
    '/out/report.json is not JSON: {"rows": 12',
  ],
  ['an empty file', { ...report, text: '' }, false, '/out/report.json is not JSON: (empty)'],
  [
    'a file without limit',
    { ...report, text: ' '.repeat(64 * 1024 + 1) },
    false,
    'it left more than 64 KiB in /out/report.json',
  ],
])('leaves %s', (_name, left, ok, message) => {
  const judged = (file: typeof leaves) =>
    judgeJob({ name: 'reports', env: {}, leaves: file }, { ...seen(''), left });
  expect(judged(leaves)).toEqual({
    ok,
    message: `it ended with exit code 0, ${ok ? 'and' : 'but'} ${message}`,
  });
});

test('a file of any owner and content, if nothing else is asked for', () => {
  const reports = { name: 'reports', env: {}, leaves: { path: '/out/log' } };
  expect(judgeJob(reports, { ...seen(''), left: { owner: 7, text: 'x' } })).toEqual({
    ok: true,
    message: 'it ended with exit code 0, and it left /out/log',
  });
});

test('a file does not make up for a failure', () => {
  const reports = { name: 'reports', env: {}, leaves };
  expect(judgeJob(reports, { ...seen('', 2), left: report })).toMatchObject({ ok: false });
  expect(judgeJob({ ...reports, expectJson: { rows: 12 } }, { ...seen('{}'), left: report })).toMatchObject({
    ok: false,
    message: 'it ended with exit code 0 and reported an unexpected result: {}',
  });
});
