import { formatDuration } from '@dfm/contracts/quantity';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { allChecks } from '../launcher/doctor/all-checks.ts';
import { examinedWith } from '../launcher/doctor/examined.ts';
import { messageOf } from '../launcher/doctor/finding.ts';
import { runChecks } from '../launcher/doctor/run-checks.ts';
import { renderReport, renderSummary } from './doctor-report.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { readArguments } from './read-arguments.ts';

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
  const given = readArguments(
    args,
    {
      usage,
      options: { json: { type: 'boolean', default: false } },
      read: ({ json }, names) => {
        const unknown = names.find((name) => !allChecks.some((check) => check.name === name));
        if (unknown !== undefined) throw new Error(`There is no check “${unknown}”.`);
        return { checks: allChecks.filter(({ name }) => names.length === 0 || names.includes(name)), json };
      },
    },
    output,
  );
  if (typeof given === 'number') return given;
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
