import { parseArgs } from 'node:util';
import { formatDuration } from '@dfm/contracts/quantity';
import { visibleText } from '@dfm/contracts/visible-text';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { allChecks } from '../launcher/doctor/all-checks.ts';
import type { Check } from '../launcher/doctor/check.ts';
import { examinedWith } from '../launcher/doctor/examined.ts';
import { messageOf } from '../launcher/doctor/finding.ts';
import { runChecks } from '../launcher/doctor/run-checks.ts';
import { renderReport, renderSummary } from './doctor-report.ts';
import { jsonDocument, terminal, type Output } from './output.ts';

const nameWidth = Math.max(...allChecks.map(({ name }) => name.length));
const usage = `Usage: dfm doctor [<check>…] [--json]

Checks an installation, or those parts of it that are named, and says what to do about what is not right. Changes nothing.
Needs the same environment as npm start: DATA_DIR, DATABASE_URL, SITE_URL and so on.
  --json  print a document

${allChecks.map(({ name, about, needsRoot }) => `  ${name.padEnd(nameWidth)}  ${about}${needsRoot ? ' (needs root)' : ''}`).join('\n')}

Exit code: 0 no problems, 1 problems, 2 invalid arguments, 130 stopped.
`;

/** `dfm doctor`. @returns the exit code */
export async function doctor(args: string[], output: Output = terminal): Promise<number> {
  const given = readArguments(args);
  if ('problem' in given) {
    if (given.problem === '') output.out(usage);
    else output.err(`${visibleText(given.problem)}\n\n${usage}`);
    return given.problem === '' ? 0 : 2;
  }
  const signal = interruption();
  const startedAt = Date.now();
  const examined = examinedWith(process.env, process.getuid?.() === 0);
  try {
    const reports = await runChecks(given.checks, examined, signal, (report) => {
      if (!given.json) output.out(renderReport(report, nameWidth, output.style));
    });
    const ok = reports.every(({ result }) => result !== 'problem');
    output.out(
      given.json
        ? jsonDocument({ version: 1, ok, checks: reports })
        : `\n${renderSummary(reports)}  (${formatDuration(Date.now() - startedAt)})\n`,
    );
    return ok ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    output.err(`${error === signal.reason ? 'Stopped. Nothing was left behind.' : messageOf(error)}\n`);
    return 130;
  }
}

function readArguments(args: string[]): { checks: Check[]; json: boolean } | { problem: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) return { problem: '' };
    const unknown = positionals.find((name) => !allChecks.some((check) => check.name === name));
    if (unknown !== undefined) return { problem: `There is no check “${unknown}”.` };
    return {
      checks: allChecks.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
      json: values.json,
    };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
