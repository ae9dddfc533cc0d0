import type { Finding, Severity } from '@dfm/contracts';
import { visibleText } from '@dfm/contracts/visible-text';
import { locate, type CheckedFile } from './checked-file.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/** Findings as GitHub workflow commands, which GitHub shows as annotations. Ignored findings are left out. */
export function renderGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap((file) =>
      file.report.findings.map((finding) => `${command(finding, locate(file, finding.path))}\n`),
    )
    .join('');
}

function command(
  { severity, line, endLine, column, endColumn, id, message }: Finding,
  file: string | undefined,
): string {
  // GitHub accepts columns only for a finding on one line.
  const columns = line === endLine ? { col: column, endColumn } : {};
  const properties = Object.entries({
    ...(file === undefined ? {} : { file }),
    line,
    endLine,
    ...columns,
    title: id,
  });
  return `::${commands[severity]} ${properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(',')}::${escapedData(message)}`;
}

/**
 * Like escapeData in actions/toolkit, packages/core/src/command.ts, but also makes control characters
 * visible.
 */
function escapedData(text: string): string {
  // The toolkit escapes a carriage return; here it is only part of a line ending.
  return visibleText(text.replaceAll('\r\n', '\n')).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** Like escapeProperty in the same file. */
function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
