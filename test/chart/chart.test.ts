import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { envSchema } from '../../lib/platform/env-schema.ts';

// What can be known without Helm. `npm run test:chart` renders the chart.
const root = resolve(import.meta.dirname, '../..');
const chart = join(root, 'deploy/chart');
const textOf = (path: string) => readFile(join(root, path), 'utf8');

async function templates(): Promise<Map<string, string>> {
  const names = await readdir(join(chart, 'templates'));
  const texts = names.map(async (name) => [name, await textOf(`deploy/chart/templates/${name}`)] as const);
  return new Map(await Promise.all(texts));
}

interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
}

const schemaOf = async () => JSON.parse(await textOf('deploy/chart/values.schema.json')) as Schema;

/** The schema that a reference names. */
function resolved(schema: Schema, whole: Schema): Schema {
  return schema.$ref === undefined ? schema : whole.$defs![schema.$ref.replace('#/$defs/', '')]!;
}

/** Paths of what a schema names, down to what has no names of its own. */
function pathsOf(schema: Schema, whole: Schema, prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const path = prefix + name;
    return [path, ...pathsOf(resolved(part, whole), whole, `${path}.`)];
  });
}

test('every value of the schema is in values.yaml, where it is explained', async () => {
  const schema = await schemaOf();
  const values: unknown = parse(await textOf('deploy/chart/values.yaml'));
  const at = (path: string) =>
    path.split('.').reduce((part, name) => (part as Record<string, unknown> | undefined)?.[name], values);
  const paths = pathsOf(schema, schema).filter((path) => !/^global$|\.(?:requests|limits)$/.test(path));
  expect(paths).toContain('site.image.digest');
  expect(paths.filter((path) => at(path) === undefined)).toEqual([]);
});

test('the variables of the site exist', async () => {
  const [deployment, server] = await Promise.all([
    textOf('deploy/chart/templates/_site.tpl'),
    textOf('launcher/site-server.ts'),
  ]);
  const named = [...deployment.matchAll(/\{ name: ([A-Z_]+), value/g)].map(([, name]) => name!);
  expect(named).toContain('SITE_URL');
  const ofServer = named.filter((name) => server.includes(`process.env.${name}`));
  expect(named.filter((name) => !ofServer.includes(name) && !(name in envSchema.shape))).toEqual([]);
  const { secrets } = parse(await textOf('deploy/chart/values.yaml')) as { secrets: Record<string, unknown> };
  expect(Object.keys(secrets).filter((name) => !(name in envSchema.shape))).toEqual([]);
});

test('the probes ask for pages that exist', async () => {
  const found = [...(await templates()).values()].flatMap((text) =>
    [...text.matchAll(/httpGet: \{ path: (\/\w+), port: http \}/g)].map(([, path]) => path!),
  );
  expect(new Set(found)).toEqual(new Set(['/healthz', '/readyz']));
  for (const path of found) expect(existsSync(join(root, `app${path}/route.ts`))).toBe(true);
});

test('the jobs run commands that exist', async () => {
  const texts = [...(await templates()).values()];
  const commands = texts.flatMap((text) => [...text.matchAll(/scripts\/[\w-]+\.ts/g)].map(([path]) => path));
  expect(commands).toEqual(expect.arrayContaining(['scripts/backup.ts', 'scripts/migrate.ts']));
  const image = await textOf('deploy/site.Dockerfile');
  for (const command of commands) {
    expect(existsSync(join(root, command))).toBe(true);
    expect(image).toContain(` ${command}`);
  }
});

test('the version is that of the software', async () => {
  const { version } = JSON.parse(await textOf('package.json')) as { version: string };
  expect(parse(await textOf('deploy/chart/Chart.yaml'))).toMatchObject({ version, appVersion: version });
});
