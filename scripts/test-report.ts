import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What a stage has tested. */
export interface Tally {
  passed: number;
  failed: number;
  /** One line for each test that failed, as far as the stage reports them. */
  failures: string[];
}

/** How the command of a stage ended. */
export interface Ended {
  exitCode: number;
  /** The last lines of its output, unless it wrote to the terminal itself. */
  lastLines: string[];
}

/**
 * Reads the tool's own JSON report. A tool that fails without a report, or without reporting a failed test,
 * counts as a failure.
 */
export function readReport(report: string, ended: Ended, read: (json: unknown) => Tally): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1, failures: [unexplained(ended)] };
  const tally = read(JSON.parse(readFileSync(report, 'utf8')));
  return ended.exitCode !== 0 && tally.failed === 0
    ? { ...tally, failed: 1, failures: [unexplained(ended)] }
    : tally;
}

/** The failure of a command about which only its output says more. */
export function unexplained({ exitCode, lastLines }: Ended): string {
  return [`it ended with exit code ${exitCode}`, ...lastLines].join('\n  │ ');
}

interface PlaywrightError {
  message?: string;
  location?: { file: string; line: number };
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    ok: boolean;
    tests: { results: { error?: PlaywrightError }[] }[];
  }[];
}

export function playwrightTally(json: unknown): Tally {
  const { stats, suites } = json as PlaywrightSuite & {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
    failures: failuresOf({ suites: suites ?? [] }),
  };
}

function failuresOf({ suites = [], specs = [] }: PlaywrightSuite): string[] {
  return [
    ...suites.flatMap(failuresOf),
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => {
        const { message = 'was not run', location } = tests[0]?.results[0]?.error ?? {};
        const where = location && ` (${basename(location.file)}:${location.line})`;
        return failure(`${file} › ${title}${where ?? ''}`, message);
      }),
  ];
}

/** The reports of `content-check.ts` and `tally-reporter.ts` are tallies themselves. */
export const ownTally = (json: unknown) => json as Tally;

/** The first line of a message, and the lines with what the test expected, got or waited for. */
export function failure(test: string, message: string): string {
  const [first, ...others] = stripVTControlCharacters(message).trim().split('\n');
  const details = others.filter((line) => /^(Locator|Expected|Received)\b.*:/.test(line));
  return `${test}: ${[first, ...details].join('; ')}`;
}
