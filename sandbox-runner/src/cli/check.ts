import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { severitySchema, type CheckReport, type Severity } from '@dfm/contracts';
import { parseDockerfile, readStatic } from '@dfm/grading';
import { folderContext } from './folder-context.ts';
import { terminal, type Output } from './output.ts';
import { renderFindings } from './render-findings.ts';

const usage = `Usage: dfm check <Dockerfile|folder|->… [--json] [--fail-on error|warning|info]

Reads Dockerfiles and says what to mend, without building anything. A folder is read with its build context,
- reads a Dockerfile from standard input.
  --json         print a report document
  --fail-on      lowest severity that makes the command fail (default: error)

Exit code: 0 nothing to fail on, 1 findings at or above --fail-on, 2 something could not be read.
`;

const ranks: Record<Severity, number> = { info: 0, warning: 1, error: 2 };

/** `dfm check`. @returns the exit code */
export async function check(args: string[], output: Output = terminal): Promise<number> {
  const options = readArguments(args);
  if ('complaint' in options) {
    (options.complaint === '' ? output.out : output.err)(options.complaint === '' ? usage : `${options.complaint}\n\n${usage}`);
    return options.complaint === '' ? 0 : 2;
  }
  const report: CheckReport = { version: 1, files: [] };
  let unreadable = 0;
  for (const path of options.paths) {
    try {
      report.files.push({ path, ...(await readPath(path)) });
    } catch (error) {
      unreadable += 1;
      output.err(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  output.out(options.json ? `${JSON.stringify(report, null, 2)}\n` : report.files.map((file) => renderFindings(file, output.style)).join('\n'));
  if (unreadable > 0) return 2;
  const failing = report.files.some((file) => file.findings.some((finding) => ranks[finding.severity] >= ranks[options.failOn]));
  return failing ? 1 : 0;
}

function readArguments(args: string[]): { paths: string[]; json: boolean; failOn: Severity } | { complaint: string } {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false }, 'fail-on': { type: 'string', default: 'error' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help === true) return { complaint: '' };
    if (positionals.length === 0) return { complaint: 'Name at least one Dockerfile or folder.' };
    const failOn = severitySchema.safeParse(values['fail-on']);
    return failOn.success ? { paths: positionals, json: values.json, failOn: failOn.data } : { complaint: '--fail-on takes error, warning or info.' };
  } catch (error) {
    return { complaint: error instanceof Error ? error.message : String(error) };
  }
}

async function readPath(path: string): Promise<ReturnType<typeof readStatic>> {
  if (path === '-') return readStatic({ dockerfile: parseDockerfile(await readAll(process.stdin)), context: undefined });
  const isFolder = (await stat(path)).isDirectory();
  const bytes = await readFile(isFolder ? join(path, 'Dockerfile') : path);
  const dockerfile = parseDockerfile(decoded(bytes));
  return readStatic({ dockerfile, context: isFolder ? await folderContext(path) : undefined });
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not valid UTF-8');
  }
}
