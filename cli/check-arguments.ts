import { parseArgs } from 'node:util';
import { severitySchema, type Severity } from '@dfm/contracts';
import { z } from 'zod';

const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckArguments {
  paths: string[];
  format: Format;
  /** Undefined if the configuration decides. */
  failOn: Severity | undefined;
  fix: boolean;
}

/** Parses the arguments of `dfm check`. An empty `problem` means that the usage was requested. */
export function checkArguments(args: string[]): CheckArguments | { problem: string } | { explain: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        format: { type: 'string' },
        'fail-on': { type: 'string' },
        explain: { type: 'string' },
        fix: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { problem: '' };
    if (values.explain !== undefined)
      return positionals.length === 0
        ? { explain: values.explain }
        : { problem: '--explain takes one ID and no files.' };
    if (positionals.length === 0) return { problem: 'Give at least one Dockerfile or folder.' };
    const named = values.format ?? (values.json === true ? 'json' : 'text');
    const format = formats.find((known) => known === named);
    if (format === undefined) return { problem: `--format must be one of ${formats.join(', ')}.` };
    if (values.json === true && format !== 'json')
      return { problem: `--json cannot be combined with --format ${format}.` };
    const failOn = z.optional(severitySchema).safeParse(values['fail-on']);
    if (!failOn.success) return { problem: '--fail-on must be error, warning or info.' };
    if (values.fix && positionals.includes('-') && (positionals.length > 1 || format !== 'text'))
      return {
        problem:
          '--fix with standard input (-) takes no other files and no --format or --json, because it prints the fixed file.',
      };
    return { paths: positionals, format, failOn: failOn.data, fix: values.fix };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
