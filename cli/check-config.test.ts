import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReportSchema } from '@dfm/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check } from './check.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-config-'));
  await mkdir(join(folder, 'a/b'), { recursive: true });
  await writeFile(
    join(folder, 'a/b/Dockerfile'),
    'FROM python\nUSER 1\nHEALTHCHECK CMD ["true"]\nRUN pip install x==1\n',
  );
});

afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  let out = '';
  let err = '';
  const code = await check([...args, join(folder, 'a/b/Dockerfile')], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    style: (_format, text) => text,
    interactive: false,
  });
  return { code, out, err };
}

/** Severities of the two checks that these tests configure; other checks report on the file too. */
async function severities(...args: string[]) {
  const { out } = await run('--json', ...args);
  return Object.fromEntries(
    checkReportSchema
      .parse(JSON.parse(out))
      .files[0]!.findings.filter(({ id }) => id === 'base-tag' || id === 'pip-cache-left')
      .map(({ id, severity }) => [id, severity]),
  );
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['no configuration', {}, { 'base-tag': 'warning', 'pip-cache-left': 'warning' }],
  [
    'next to the file',
    { 'a/b': 'severities:\n  base-tag: error\n' },
    { 'base-tag': 'error', 'pip-cache-left': 'warning' },
  ],
  [
    'above the file',
    { '': 'severities: { base-tag: info }' },
    { 'base-tag': 'info', 'pip-cache-left': 'warning' },
  ],
  ['off', { a: 'severities: { base-tag: off }' }, { 'pip-cache-left': 'warning' }],
  [
    'only the nearest applies',
    { '': 'severities: { base-tag: off }', a: 'severities: { pip-cache-left: error }' },
    { 'base-tag': 'warning', 'pip-cache-left': 'error' },
  ],
  ['only comments', { a: '# nothing yet\n' }, { 'base-tag': 'warning', 'pip-cache-left': 'warning' }],
])('severities: %s', async (_name, files, expected) => {
  for (const [at, text] of Object.entries(files)) await writeFile(join(folder, at, '.dfm.yaml'), text);
  expect(await severities()).toEqual(expected);
});

test.each<[string, string, string[], number]>([
  ['failOn', 'failOn: warning', [], 1],
  ['a raised severity', 'severities: { base-tag: error }', [], 1],
  [
    'near miss: the check that would fail is off',
    'failOn: warning\nseverities: { base-tag: off, pip-cache-left: info }',
    [],
    0,
  ],
  ['the command line overrides the configuration', 'failOn: warning', ['--fail-on', 'error'], 0],
])('exit code: %s', async (_name, text, args, code) => {
  await writeFile(join(folder, '.dfm.yaml'), text);
  expect((await run(...args)).code).toBe(code);
});

describe('reports the line of a mistake', () => {
  test.each([
    [
      'an unknown check',
      'severities:\n  base-tag: error\n  base-tags: error\n',
      /\.dfm\.yaml:3:\d+: severities\.base-tags: unknown key/u,
    ],
    ['an unknown key', 'failOn: error\nfail-on: error\n', /\.dfm\.yaml:2:\d+: fail-on: unknown key/u],
    [
      'an unknown severity',
      'severities:\n  base-tag: fatal\n',
      /\.dfm\.yaml:2:\d+: severities\.base-tag: is “fatal”, but must be error, warning, info, or off/u,
    ],
    ['failOn off', 'failOn: off\n', /\.dfm\.yaml:1:\d+: failOn: /u],
    ['invalid YAML', 'severities: [\n', /\.dfm\.yaml:\d+:\d+: /u],
    ['a list', '- base-tag\n', /\.dfm\.yaml:1:1: must be keys with values, but is a list/u],
  ])('%s', async (_name, text, expected) => {
    await writeFile(join(folder, 'a/.dfm.yaml'), text);
    const { code, err } = await run();
    expect([code, err]).toEqual([2, expect.stringMatching(expected)]);
  });
});

test('does not fix what is off', async () => {
  await writeFile(join(folder, '.dfm.yaml'), 'severities: { pip-cache-left: off }');
  expect((await run('--fix')).err).toBe('');
  expect(await readFile(join(folder, 'a/b/Dockerfile'), 'utf8')).toContain('pip install x');
});
