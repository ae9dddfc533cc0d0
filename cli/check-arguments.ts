import { parseArgs } from 'node:util';
import { severitySchema, type Severity } from '@dfm/contracts';

const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckArguments {
  paths: string[];
  format: Format;
  /** Undefined where it is left to the configuration. */
  failOn: Severity | undefined;
  fix: boolean;
}

/** Reads what follows `dfm check`. An empty complaint asks for the usage. */
export function checkArguments(args: string[]): CheckArguments | { complaint: string } | { explain: string } {
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
    if (values.help === true) return { complaint: '' };
    if (values.explain !== undefined)
      return positionals.length === 0
        ? { explain: values.explain }
        : { complaint: '--explain takes one id and no file.' };
    if (positionals.length === 0) return { complaint: 'Name at least one Dockerfile or folder.' };
    const named = values.format ?? (values.json === true ? 'json' : 'text');
    const format = formats.find((known) => known === named);
    if (format === undefined) return { complaint: `--format takes ${formats.join(', ')}.` };
    if (values.json === true && format !== 'json')
      return { complaint: `--json and --format ${format} contradict each other.` };
    const failOn = severitySchema.optional().safeParse(values['fail-on']);
    if (!failOn.success) return { complaint: '--fail-on takes error, warning or info.' };
    if (values.fix && positionals.includes('-') && (positionals.length > 1 || format !== 'text'))
      return {
        complaint:
          'With --fix, standard input stands alone and without a format: the mended file is what is printed.',
      };
    return { paths: positionals, format, failOn: failOn.data, fix: values.fix };
  } catch (error) {
    return { complaint: error instanceof Error ? error.message : String(error) };
  }
}
