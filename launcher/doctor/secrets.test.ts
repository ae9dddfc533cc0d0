import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { worstOf } from './finding.ts';
import { secretsFindings } from './secrets.ts';

let dataDir: string;
let folder: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'secrets-'));
  folder = join(dataDir, 'secrets');
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const long = 'a'.repeat(32);
const both = ['AUTH_SECRET', 'RUNNER_TOKEN'];

async function made(files: Record<string, string>): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 });
}

async function found(variables: Record<string, string> = {}, needed = both): Promise<[string, string]> {
  const findings = await secretsFindings(dataDir, variables, needed);
  const text = findings.map(({ saw, advice = '' }) => `${saw} ${advice}`).join('\n');
  expect(text).not.toContain('aaaa');
  return [worstOf(findings), text];
}

test('private files', async () => {
  await made({ 'auth-secret': long, 'runner-token': long, 'database-password': long });
  expect(await found()).toEqual([
    'good',
    expect.stringContaining('AUTH_SECRET and RUNNER_TOKEN, readable only'),
  ]);
});

test('variables instead of files', async () => {
  expect(await found({ AUTH_SECRET: long, RUNNER_TOKEN: long })).toEqual([
    'good',
    expect.stringContaining('set in the environment'),
  ]);
});

test('a node needs only its token', async () => {
  expect(await found({ RUNNER_TOKEN: long }, ['RUNNER_TOKEN'])).toEqual(['good', expect.any(String)]);
});

test('none yet', async () => {
  await expect(found()).rejects.toThrow('no secret is set');
});

test('one of two', async () => {
  await made({ 'runner-token': long });
  expect(await found()).toEqual(['problem', expect.stringMatching(/^AUTH_SECRET is missing.*backup/)]);
});

test('one that is a character too short', async () => {
  expect(await found({ AUTH_SECRET: long.slice(1), RUNNER_TOKEN: long })).toEqual([
    'problem',
    expect.stringMatching(/^AUTH_SECRET has 31 characters/),
  ]);
});

test('a variable that differs from the file', async () => {
  await made({ 'auth-secret': long, 'runner-token': long });
  expect(await found({ AUTH_SECRET: long })).toEqual(['good', expect.any(String)]);
  expect(await found({ AUTH_SECRET: `${long}b` })).toEqual([
    'warning',
    expect.stringMatching(/^AUTH_SECRET is set, and differs/),
  ]);
});

test.each([
  ['the group', 'runner-token', 0o640],
  ['everyone', 'auth-secret', 0o604],
  ['everyone, in the folder', '', 0o711],
])('readable for %s', async (_name, name, mode) => {
  await made({ 'auth-secret': long, 'runner-token': long });
  await chmod(join(folder, name), mode);
  expect(await found()).toEqual(['problem', expect.stringMatching(/other users .* chmod [67]00/)]);
});
