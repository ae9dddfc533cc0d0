import { severitySchema, type Severity } from '@dfm/contracts';
import { z } from 'zod';
import type { Values } from './read-arguments.ts';

const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckArguments {
  paths: string[];
  format: Format;
  /** Undefined if the configuration decides. */
  failOn: Severity | undefined;
  fix: boolean;
}

export const checkOptions = {
  json: { type: 'boolean' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  explain: { type: 'string' },
  fix: { type: 'boolean', default: false },
} as const;

/** Reads the arguments of `dfm check`. @throws Error that says what is wrong */
export function checkArguments(
  values: Values<typeof checkOptions>,
  paths: string[],
): CheckArguments | { explain: string } {
  if (values.explain !== undefined) {
    if (paths.length > 0) throw new Error('--explain takes one ID and no files.');
    return { explain: values.explain };
  }
  if (paths.length === 0) throw new Error('Give at least one Dockerfile or folder.');
  const named = values.format ?? (values.json === true ? 'json' : 'text');
  const format = formats.find((known) => known === named);
  if (format === undefined) throw new Error(`--format must be one of ${formats.join(', ')}.`);
  if (values.json === true && format !== 'json')
    throw new Error(`--json cannot be combined with --format ${format}.`);
  const failOn = z.optional(severitySchema).safeParse(values['fail-on']);
  if (!failOn.success) throw new Error('--fail-on must be error, warning or info.');
  if (values.fix && paths.includes('-') && (paths.length > 1 || format !== 'text'))
    throw new Error(
      '--fix with standard input (-) takes no other files and no --format or --json, because it prints the fixed file.',
    );
  return { paths, format, failOn: failOn.data, fix: values.fix };
}
