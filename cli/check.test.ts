import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReportSchema } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from './check.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-check-'));
  await mkdir(join(folder, 'project'));
  const clean = 'FROM scratch\nUSER 1\nHEALTHCHECK CMD ["x"]\n#';
  await writeFile(join(folder, 'largest'), clean.padEnd(10_000_000, 'x'));
  await writeFile(join(folder, 'too-large'), clean.padEnd(10_000_001, 'x'));
  await writeFile(
    join(folder, 'clean'),
    'FROM python:3.11-slim-bookworm@sha256:'.concat(
      'a'.repeat(64),
      '\nUSER 10001\nHEALTHCHECK CMD ["true"]\nCMD ["python"]\n',
    ),
  );
  await writeFile(join(folder, 'secret'), 'FROM python:3.11\nENV API_TOKEN=abc\nUSER 1\nCMD ["python"]\n');
  await writeFile(
    join(folder, 'ignored'),
    'FROM python:3.11\n# dfm ignore=secret-arg-env the token is public\nENV API_TOKEN=abc\nUSER 1\nHEALTHCHECK CMD ["true"]\nCMD ["python"]\n',
  );
  await writeFile(join(folder, 'latin1'), Buffer.from('FROM x\n# \xe9\n', 'latin1'));
  await writeFile(join(folder, 'project/Dockerfile'), 'FROM python:3.11\nCOPY . .\nUSER 1\nCMD ["python"]\n');
  await symlink('/etc/passwd', join(folder, 'project/link'));
});

afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  let out = '';
  let err = '';
  const code = await check(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    style: (_format, text) => text,
    interactive: false,
  });
  return { code, out, err };
}

const at = (name: string) => join(folder, name);

test.each<[string, string[], number]>([
  ['nothing to fix', ['clean'], 0],
  ['warnings do not fail by default', ['project'], 0],
  ['warnings fail with --fail-on warning', ['project', '--fail-on', 'warning'], 1],
  ['a file that does not exist', ['nowhere'], 2],
  ['a file that is not UTF-8', ['latin1'], 2],
  ['a file of 10 MB', ['largest'], 0],
  ['a file that is one byte larger', ['too-large'], 2],
  ['a file that does not exist next to one that does', ['clean', 'nowhere'], 2],
])('exit code: %s', async (_name, args, code) => {
  expect(
    (await run(...args.map((arg) => (arg.startsWith('-') || arg === 'warning' ? arg : at(arg))))).code,
  ).toBe(code);
});

test.each([
  ['no path', []],
  ['an unknown option', ['x', '--loud']],
  ['an id and a file', ['x', '--explain', 'root-user']],
  ['--fix for standard input and a file', ['x', '-', '--fix']],
  ['--fix for standard input with --json', ['-', '--fix', '--json']],
  ['an unknown format', ['x', '--format', 'xml']],
  ['two formats at once', ['x', '--json', '--format', 'sarif']],
  ['an unknown severity', ['x', '--fail-on', 'all']],
])('exit code 2 and the usage: %s', async (_name, args) => {
  const { code, err } = await run(...args);
  expect([code, err]).toEqual([2, expect.stringContaining('Usage: dfm check')]);
});

test('--json prints a report document and nothing else', async () => {
  const { out } = await run('--json', at('clean'), at('secret'));
  const report = checkReportSchema.parse(JSON.parse(out));
  expect(report.files.map((file) => file.path)).toEqual([at('clean'), at('secret')]);
  expect(report.files[1]?.findings).toContainEqual(
    expect.objectContaining({ id: 'secret-arg-env', line: 2 }),
  );
});

test('a folder is read with its build context, a single Dockerfile is not', async () => {
  const ids = async (path: string) =>
    checkReportSchema
      .parse(JSON.parse((await run('--json', path)).out))
      .files[0]?.findings.map((finding) => finding.id);
  expect(await ids(at('project'))).toContain('dockerignore-missing');
  expect(await ids(at('project/Dockerfile'))).not.toContain('dockerignore-missing');
});

test('text output names the line, the check and the IDs of other tools', async () => {
  const { out } = await run(at('secret'));
  expect(out).toMatch(/line 2 {2}secret-arg-env {2}.*DL3064/);
});

test('a finding that a comment ignores is listed separately, with the reason', async () => {
  const [file] = checkReportSchema.parse(JSON.parse((await run('--json', at('ignored'))).out)).files;
  expect(file!.findings.map(({ id }) => id)).not.toContain('secret-arg-env');
  expect(file).toMatchObject({
    path: at('ignored'),
    ignored: [{ id: 'secret-arg-env', line: 3, reason: 'the token is public' }],
  });
  expect((await run(at('ignored'))).out).toContain('ignored line 3 secret-arg-env: the token is public');
});

test.each([
  ['sarif', /"version": "2.1.0"/u],
  ['github', /^::error file=.*secret,line=2/mu],
  ['json', /"version": 1/u],
  ['text', /error {2}line 2 {2}secret-arg-env/u],
])('--format %s', async (format, expected) => {
  const { code, out, err } = await run('--format', format, at('secret'));
  expect([code, out, err]).toEqual([1, expect.stringMatching(expected), '']);
});

test('--explain prints the reason, wrong and right code, and the counterparts', async () => {
  const { code, out } = await run('--explain', 'apt-lists-left');
  expect(code).toBe(0);
  for (const part of [
    'apt package lists left in a layer',
    'Why it matters',
    'Instead of\n    RUN apt-get update',
    'Write\n    RUN apt-get update',
    'hadolint: DL3009',
    'Dockle: DKL-DI-0005',
  ])
    expect(out).toContain(part);
});

test.each([
  ['an ID of another tool', 'dl3009', 0, /apt-lists-left/u],
  ['near miss: not an ID', 'DL', 2, /^$/u],
])('--explain: %s', async (_name, id, code, out) => {
  expect(await run('--explain', id)).toMatchObject({ code, out: expect.stringMatching(out) });
});

test.each<[name: string, id: string, similar: string]>([
  ['a typing error', 'rot-user', 'Similar IDs: root-user, '],
  ['the words in a different order', 'user-root', 'Similar IDs: root-user, '],
  ['a single word in the plural', 'layers', 'Similar IDs: layer-count, '],
  ['near miss: words that no check has', 'kubernetes', 'with that ID. docs/checks.md lists all checks.'],
])('--explain suggests IDs: %s', async (_name, id, similar) => {
  const { code, err } = await run('--explain', id);
  expect(code).toBe(2);
  expect(err).toContain(similar);
  expect(err).toContain('docs/checks.md');
});

test('--explain prints what a check is based on and its options, with their defaults', async () => {
  const { out } = await run('--explain', 'weights-in-layer');
  expect(out).toContain('Based on\nthe image\n');
  expect(out).toContain('maxMb (number, default 10): Maximum size of all model files together, in MB.');
  expect((await run('--explain', 'runs-to-end')).out).not.toContain('Options in a rubric');
});

test('--fix writes and logs its fixes, and reports the remaining findings', async () => {
  await writeFile(at('fixable'), 'FROM python:3.11\nRUN pip install x\nENV API_TOKEN=abc\n');
  const { code, out, err } = await run('--fix', '--json', at('fixable'));
  expect(await readFile(at('fixable'), 'utf8')).toBe(
    'FROM python:3.11\nRUN pip install --no-cache-dir x\nENV API_TOKEN=abc\n',
  );
  expect(err).toBe(`${at('fixable')}: line 2, pip-cache-left: fixed (Add --no-cache-dir)\n`);
  const ids = checkReportSchema.parse(JSON.parse(out)).files[0]?.findings.map(({ id }) => id);
  expect([code, ids?.includes('secret-arg-env'), ids?.includes('pip-cache-left')]).toEqual([1, true, false]);
});

test('--fix does not write a file without anything to fix', async () => {
  await utimes(at('secret'), 1, 1);
  const { err } = await run('--fix', at('secret'));
  expect([(await stat(at('secret'))).mtimeMs, err]).toEqual([1000, '']);
});

test('--fix - prints only the fixed file; the rest goes to stderr', () => {
  const fixed = (input: string) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'dfm.ts'), 'check', '--fix', '-'], {
      input,
      encoding: 'utf8',
      cwd: folder,
    });
  const first = fixed('FROM python\r\nRUN pip install x\r\n');
  expect([first.status, first.stdout]).toEqual([0, 'FROM python\r\nRUN pip install --no-cache-dir x\r\n']);
  expect(first.stderr).toMatch(
    /^standard input: line 2, pip-cache-left: fixed[^]*warning {2}line 1 {2}base-tag/u,
  );
  expect(fixed(first.stdout).stdout).toBe(first.stdout);
});
