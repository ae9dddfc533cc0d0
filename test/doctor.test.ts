/** `dfm doctor` with a real engine and real sandboxes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from '../sandbox-runner/src/isolation/attacks.ts';
import { attempts, step } from '../sandbox-runner/src/isolation/build-programs.ts';
import { tryAttacks, tryLimits } from '../sandbox-runner/src/isolation/try-attacks.ts';
import { sandboxesDir } from '../sandbox-runner/src/sandbox/docker/sandbox-dirs.ts';
import { openPool, type PoolFixture } from '../sandbox-runner/test/sandbox-fixture.ts';

let fixture: PoolFixture;
beforeAll(async () => {
  fixture = await openPool();
});
afterAll(() => fixture[Symbol.asyncDispose]());

/**
 * What is left of the sandboxes of a process. The folder of a sandbox is removed last, after its container,
 * its mount and its disk.
 */
async function leftBy({ pid }: ChildProcess): Promise<string[]> {
  const folder = sandboxesDir(fixture.env.DATA_DIR);
  const names = await readdir(folder);
  const owners = await Promise.all(
    names.map((name) => readFile(join(folder, name, 'owner'), 'utf8').catch(() => '')),
  );
  return names.filter((name, index) => name.includes(`-${pid}-`) || owners[index]!.startsWith(`${pid} `));
}

function doctor(args: string[], change: Record<string, string> = {}) {
  const { DATA_DIR, SHELF_DIR, SANDBOX_DISK_MB } = fixture.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../cli/dfm.ts'), 'doctor', ...args], {
    env: { ...process.env, DATA_DIR, SHELF_DIR, SANDBOX_DISK_MB: String(SANDBOX_DISK_MB), ...change },
  });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { child, ended: output.then(([out, err, [code]]) => ({ out, err, code: code as number })) };
}

test('all is well with a real engine and sandbox, and nothing is left', async () => {
  const { child, ended } = doctor(['engine', 'isolation', '--json']);
  const { out, code } = await ended;
  const report = JSON.parse(out) as {
    checks: { name: string; result: string; findings: { saw: string }[] }[];
  };
  expect(report).toMatchObject({
    version: 1,
    ok: true,
    checks: [
      { name: 'engine', result: 'good' },
      { name: 'isolation', result: 'good', findings: [{ saw: 'all 14 attacks were stopped' }] },
    ],
  });
  expect(code).toBe(0);
  expect(await leftBy(child)).toEqual([]);
});

test('a setting with which no sandbox may start is reported, with what to do', async () => {
  const { out, code } = await doctor(['engine', 'settings'], {
    SANDBOX_RUNTIME: 'absent',
    TRUSTED_PROXIES: 'x',
  }).ended;
  expect(out).toMatch(/✗ settings .*TRUSTED_PROXIES[^✗]*→ Correct it/);
  expect(out).toMatch(/✗ engine .*SANDBOX_RUNTIME is absent[^✗]*→ .*Install it/s);
  expect(code).toBe(1);
});

test('an attack that gets through, and a limit that is not reached, are reported', async () => {
  const opening = {
    number: '0',
    name: 'reads its own file',
    holds: 'denied',
    ...step(attempts('attempt("read", lambda: open("/etc/passwd").read(4))\n')),
  } as const;
  const allowed = { ...attacks[0]!, name: 'an ordinary build', dockerfile: 'FROM debian:bookworm-slim\n' };
  const { signal } = new AbortController();
  expect(await tryAttacks(fixture.pool, [opening, allowed], signal)).toEqual([
    { name: 'reads its own file', result: 'broken', detail: 'opened read root' },
    { name: 'an ordinary build', result: 'broken', detail: 'the build succeeded' },
  ]);
  const harmless = {
    number: '0',
    name: 'a short program',
    fault: 'out-of-memory',
    ...step('pass\n'),
  } as const;
  expect(await tryLimits(fixture.pool, [harmless], signal)).toEqual([
    {
      name: 'a short program',
      result: 'broken',
      detail: 'the build succeeded, and the sandbox reports no fault',
    },
  ]);
});

test('Ctrl C in the middle of the attacks leaves nothing', async () => {
  const { child, ended } = doctor(['isolation']);
  await expect.poll(async () => (await leftBy(child)).join(), { timeout: 60_000 }).toContain('slot-');
  child.kill('SIGINT');
  expect(await ended).toEqual({ out: '', err: 'Stopped. Nothing was left behind.\n', code: 130 });
  expect(await leftBy(child)).toEqual([]);
});
