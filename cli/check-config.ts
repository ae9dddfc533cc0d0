import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { severitySchema, type CheckReport, type Severity } from '@dfm/contracts';
import { parseYaml } from '@dfm/course/exercises';
import { checks } from '@dfm/grading';
import { z } from 'zod';

const levelSchema = z.enum([...severitySchema.options, 'off']);
type Level = z.infer<typeof levelSchema>;

/** An object with a key for each check rather than a record, so that a mistyped id is told with its line. */
const severitiesSchema = z.object(
  Object.fromEntries(checks.map(({ meta }) => [meta.id, levelSchema.optional()])),
);

/** `.dfm.yaml`. A file of comments alone is read as null. */
const configSchema = z
  .object({ severities: severitiesSchema.optional(), failOn: severitySchema.optional() })
  .nullable();

export interface CheckConfig {
  /** By id of a check; a check that is not named keeps its own severity. */
  severities: Readonly<Record<string, Level | undefined>>;
  failOn: Severity | undefined;
}

const name = '.dfm.yaml';

/**
 * The nearest `.dfm.yaml` in a folder or above it; no settings where there is none.
 *
 * @throws ContentError with file, line and column when it holds anything but known keys and values
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

/** Whether a check is switched off: it then says nothing and mends nothing. */
export function isOff({ severities }: CheckConfig, id: string): boolean {
  return severities[id] === 'off';
}

/** What was found, with the severities a configuration gives. */
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
