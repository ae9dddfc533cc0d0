import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { severitySchema, type CheckReport, type Severity } from '@dfm/contracts';
import { parseYaml } from '@dfm/course/exercises';
import { checks } from '@dfm/grading';
import { z } from 'zod';

const levelSchema = z.enum([...severitySchema.options, 'off']);
type Level = z.infer<typeof levelSchema>;

/** An object with a key for each check rather than a record, so that a mistyped ID is reported with its line. */
const severitiesSchema = z.object(
  Object.fromEntries(checks.map(({ meta }) => [meta.id, levelSchema.optional()])),
);

/** `.dfm.yaml`. A file that contains only comments is parsed as null. */
const configSchema = z
  .object({ severities: severitiesSchema.optional(), failOn: z.optional(severitySchema) })
  .nullable();

export interface CheckConfig {
  /** By check ID. A check that is not listed keeps its own severity. */
  severities: Readonly<Record<string, Level | undefined>>;
  failOn: Severity | undefined;
}

const name = '.dfm.yaml';

/**
 * Reads the nearest `.dfm.yaml` in a folder or above it; no settings if there is none.
 *
 * @throws ContentError with file, line and column if it contains an unknown key or value
 */
export async function nearestConfig(folder: string): Promise<CheckConfig> {
  for (
    let current = resolve(folder), last = '';
    current !== last;
    last = current, current = dirname(current)
  ) {
    const file = join(current, name);
    const text = await textOf(file);
    if (text === undefined) continue;
    const config = parseYaml(configSchema, text, relative(process.cwd(), file));
    return { severities: config?.severities ?? {}, failOn: config?.failOn };
  }
  return { severities: {}, failOn: undefined };
}

/** Whether a check is switched off: it then reports and fixes nothing. */
export function isOff({ severities }: CheckConfig, id: string): boolean {
  return severities[id] === 'off';
}

/** Applies the severities of a configuration to findings. */
export function configured<Found extends Pick<CheckReport['files'][number], 'findings' | 'ignored'>>(
  found: Found,
  config: CheckConfig,
): Found {
  const findings = found.findings.flatMap((finding) => {
    const level = config.severities[finding.id] ?? finding.severity;
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
  return { ...found, findings, ignored: found.ignored.filter(({ id }) => !isOff(config, id)) };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
