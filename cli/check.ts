import type { CheckReport, Severity } from '@dfm/contracts';
import { visibleLine, visibleText } from '@dfm/contracts/visible-text';
import { checkArguments, checkOptions, type Format } from './check-arguments.ts';
import { checkSource, readSource, type CheckedFile } from './checked-file.ts';
import { explain, similarIds } from './explain.ts';
import { fixSource } from './fix-source.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { readArguments } from './read-arguments.ts';
import { renderFindings } from './render-findings.ts';
import { renderGithub } from './render-github.ts';
import { renderSarif } from './render-sarif.ts';

const usage = `Usage: dfm check <Dockerfile|folder|->… [--format text|json|sarif|github] [--fail-on error|warning|info] [--fix]
       dfm check --explain <id>

Checks Dockerfiles without building anything. A folder is read with its build context; - reads a Dockerfile from
standard input. The nearest .dfm.yaml in the file's folder or above sets severities and failOn.
  --format       text (default), a JSON report document, SARIF 2.1.0, or GitHub workflow commands
  --json         the same as --format json
  --fail-on      lowest severity that makes the command fail (default: failOn of .dfm.yaml, else error)
  --fix          apply the mechanical fixes and report the remaining findings; with -, print the fixed file to standard
                 output and the report to standard error
  --explain      explain a check; also accepts the IDs of other tools, such as DL3009

Exit code: 0 no findings at or above --fail-on, 1 findings at or above --fail-on, 2 invalid arguments, or a file or
configuration that cannot be read or written.
`;

const ranks: Record<Severity, number> = { info: 0, warning: 1, error: 2 };

/** `dfm check`. @returns the exit code */
export async function check(args: string[], output: Output = terminal): Promise<number> {
  const options = readArguments(args, { usage, options: checkOptions, read: checkArguments }, output);
  if (typeof options === 'number') return options;
  if ('explain' in options) return explained(options.explain, output);
  const files: CheckedFile[] = [];
  for (const path of options.paths) {
    try {
      const source = await readSource(path);
      files.push(await checkSource(options.fix ? await fixSource(source, output) : source));
    } catch (error) {
      output.err(
        `${visibleText(`${path} cannot be checked: ${error instanceof Error ? error.message : String(error)}`)}\n`,
      );
    }
  }
  const printsFixedFile = options.fix && options.paths.includes('-');
  (printsFixedFile ? output.err : output.out)(rendered(files, options.format, output.style));
  if (files.length < options.paths.length) return 2;
  const failing = files.some(({ report, failOn }) =>
    report.findings.some((finding) => ranks[finding.severity] >= ranks[options.failOn ?? failOn ?? 'error']),
  );
  return failing ? 1 : 0;
}

function explained(id: string, output: Output): number {
  const page = explain(id, output.style);
  if (page !== undefined) {
    output.out(page);
    return 0;
  }
  const similar = similarIds(id);
  output.err(
    `No check has the ID “${visibleLine(id)}”, and no check matches a rule of another tool with that ID. ${similar.length === 0 ? '' : `Similar IDs: ${similar.join(', ')}. `}docs/checks.md lists all checks.\n`,
  );
  return 2;
}

function rendered(files: readonly CheckedFile[], format: Format, style: Output['style']): string {
  const reports = files.map(({ report }) => report);
  if (format === 'json') return jsonDocument({ version: 1, files: reports } satisfies CheckReport);
  if (format === 'sarif') return renderSarif(files);
  if (format === 'github') return renderGithub(files);
  return reports.map((report) => renderFindings(report, style)).join('\n');
}
