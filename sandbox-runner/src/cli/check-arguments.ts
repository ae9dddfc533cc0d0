import { parseArgs } from 'node:util';
import { severitySchema, type Severity } from '@dfm/contracts';

export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckArguments {
  paths: string[];
  format: Format;
  failOn: Severity;
}

/** Reads what follows `dfm check`. An empty complaint asks for the usage. */
export function checkArguments(args: string[]): CheckArguments | { complaint: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, format: { type: 'string' }, 'fail-on': { type: 'string', default: 'error' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) return { complaint: '' };
    if (positionals.length === 0) return { complaint: 'Name at least one Dockerfile or folder.' };
    const named = values.format ?? (values.json === true ? 'json' : 'text');
    const format = formats.find((known) => known === named);
    if (format === undefined) return { complaint: `--format takes ${formats.join(', ')}.` };
    if (values.json === true && format !== 'json') return { complaint: `--json and --format ${format} contradict each other.` };
    const failOn = severitySchema.safeParse(values['fail-on']);
    if (!failOn.success) return { complaint: '--fail-on takes error, warning or info.' };
    return { paths: positionals, format, failOn: failOn.data };
  } catch (error) {
    return { complaint: error instanceof Error ? error.message : String(error) };
  }
}
