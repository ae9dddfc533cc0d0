import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runNode } from './run-node.ts';

let folder: string;
let stop: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-run-node-'));
  stop = new AbortController();
});
afterEach(() => rm(folder, { recursive: true }));

/** A program that notes when it does something. `wait` keeps it running until a signal comes. */
const program = (code: string) => [
  '--eval',
  `const note = (text) => require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'notes'))}, text + '\\n');
   const wait = (name) => { process.on('SIGTERM', () => { note(name + ' stopped'); process.exit(0); }); setInterval(() => {}, 1000); note(name + ' waits'); };
   ${code}`,
];
const notes = async () => (await readFile(join(folder, 'notes'), 'utf8').catch(() => '')).trim().split('\n');
const usable = `process.send({ kind: 'usable' });`;
const logged: string[] = [];
const run = (prepare: string, runner: string) =>
  runNode({ prepare: program(prepare), runner: program(runner) }, (text) => logged.push(text), stop.signal);

test('the runner starts when runs can be graded, and not before', async () => {
  const code = await run(
    `process.send({ kind: 'started', step: 'shelf' }); setTimeout(() => { note('prepared'); ${usable} wait('preparation'); }, 50);`,
    `note('runner'); process.exit(3);`,
  );
  expect(code).toBe(3);
  expect((await notes()).filter((note) => note !== 'preparation waits')).toEqual([
    'prepared',
    'runner',
    'preparation stopped',
  ]);
});

test('a preparation that fails first ends the node with its code', async () => {
  expect(await run('process.exit(4);', `note('runner');`)).toBe(4);
  expect(await notes()).toEqual(['']);
});

test('one that fails later leaves the runner running, and is logged', async () => {
  logged.length = 0;
  const ended = run(`${usable} process.disconnect(); process.exitCode = 5;`, `wait('runner');`);
  await expect.poll(() => logged.length).toBe(1);
  await expect.poll(notes).toEqual(['runner waits']);
  stop.abort('SIGTERM');
  expect(await ended).toBe(0);
  expect(await notes()).toEqual(['runner waits', 'runner stopped']);
});

test('a stop reaches both', async () => {
  const ended = run(`${usable} wait('preparation');`, `wait('runner');`);
  await expect.poll(async () => (await notes()).toSorted()).toEqual(['preparation waits', 'runner waits']);
  stop.abort('SIGTERM');
  expect(await ended).toBe(0);
  expect((await notes()).slice(2).toSorted()).toEqual(['preparation stopped', 'runner stopped']);
});
