import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SECRETS } from '../backup/installation.ts';
import { secretFile, secretsFolder } from '../secrets.ts';
import type { Check } from './check.ts';
import { hasSite, type Variables } from './examined.ts';
import { type Finding, good, messageOf, NotChecked, problem, warning } from './finding.ts';

/** Whether the secrets are there, are long enough, and can be read by nobody else. Shows none. */
export const secrets: Check = {
  name: 'secrets',
  about: 'AUTH_SECRET and RUNNER_TOKEN: there, long enough, private',
  run: async (examined) =>
    secretsFindings(
      examined.runner.DATA_DIR,
      examined.variables,
      hasSite(examined) ? SECRETS : ['RUNNER_TOKEN'],
    ),
};

const minLength = 32;
const others = 0o077;

/**
 * @param needed names of the secrets
 * @throws NotChecked if there are none yet, or this user cannot read them
 */
export async function secretsFindings(
  dataDir: string,
  variables: Variables,
  needed: readonly string[],
): Promise<Finding[]> {
  const folder = secretsFolder(dataDir);
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw new NotChecked(messageOf(error), 'Run dfm doctor as root, or as the user who runs npm start.');
  });
  const fileOf = (name: string) => basename(secretFile(dataDir, name));
  const known = needed.filter((name) => variables[name] || files.includes(fileOf(name)));
  if (known.length === 0)
    throw new NotChecked(
      `no secret is set, and ${folder} has none`,
      'The first start makes them; for a site that has already run, set DATA_DIR as for the site.',
    );
  const findings: Finding[] = [];
  const hint = 'Set it, or restore it from the backup: npm start would make a new one.';
  for (const name of needed) {
    const file = files.includes(fileOf(name))
      ? await readFile(join(folder, fileOf(name)), 'utf8').catch(() => undefined)
      : undefined;
    const value = variables[name] || file;
    if (!known.includes(name)) findings.push(problem(`${name} is missing`, hint));
    else if (value === undefined)
      throw new NotChecked(
        `the file of ${name} cannot be read`,
        'Run dfm doctor as the user who runs npm start.',
      );
    else if (value.length < minLength)
      findings.push(
        problem(
          `${name} has ${value.length} characters`,
          `Use at least ${minLength}, such as the output of openssl rand -hex 32.`,
        ),
      );
    if (variables[name] && file !== undefined && variables[name] !== file)
      findings.push(
        warning(
          `${name} is set, and differs from its file in ${folder}`,
          'Make sure that every process of the site has the same: what one encrypts, others cannot read.',
        ),
      );
  }
  if (files.length > 0) findings.push(...(await modeFindings(folder, files)));
  return findings.length > 0
    ? findings
    : [
        good(
          `${known.join(' and ')}, ${files.length > 0 ? 'readable only by their owner' : 'set in the environment'}`,
        ),
      ];
}

/** A finding for each path that other users of the machine can read. */
async function modeFindings(folder: string, files: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const path of [folder, ...files.map((name) => join(folder, name))]) {
    const { mode } = await stat(path);
    if ((mode & others) !== 0)
      findings.push(
        problem(
          `other users of this machine can read ${path}`,
          `Take away their access: chmod ${path === folder ? 700 : 600} ${path}.`,
        ),
      );
  }
  return findings;
}
