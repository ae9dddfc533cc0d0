/**
 * `npm run bench:terminals [-- --at-once 50 --record]`: measures how quickly the terminal answers a key and
 * comes back after a reload, alone and with many of them at once, and what lost connections leave behind.
 * Writes `<DATA_DIR>/bench/terminals.json`; `--record` writes docs/results/terminals.md. Takes about ten
 * minutes; run it on an otherwise idle machine.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { CleanUps } from '../launcher/clean-ups.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { root, startStack } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { percentile } from './measures/percentiles.ts';
import { type Learner, withSession } from './measures/terminal-learner.ts';
import { TerminalPage } from './measures/terminal-page.ts';
import { countAdded, type TerminalRemains, terminalRemains } from './measures/terminal-remains.ts';

const { values } = parseArgs({
  options: { 'at-once': { type: 'string', default: '50' }, record: { type: 'boolean', default: false } },
});
const atOnce = Number(values['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1)
  throw new Error(`--at-once ${values['at-once']} is not a number`);

const keys = { alone: 200, each: 300 };
/** Someone who types without pause presses about five keys a second. */
const msPerKey = 200;
const reloads = 30;
const disconnects = 200;
/** How long processes of lost connections may take to end, and the sandboxes of ended sessions. */
const settleMs = 10_000;
const endMs = 120_000;

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
Object.assign(process.env, {
  DATA_DIR: dataDir,
  TERMINALS_AT_ONCE: String(atOnce),
  LEARNERS_PER_NETWORK_PER_HOUR: '1000000',
  // Other sandboxes would take memory from the terminals.
  SANDBOX_WARM: '0',
});
const loadBefore = loadavg()[0]!;
const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  await prepareEngine(dataDir, cleanUps);
  const { url, databaseUrl, prepared } = await startStack(cleanUps, { dataDir, stateDir, port: 3700 });
  await prepared;
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await cleanUps.add(() => database.end());
  await measure(url, database);
} finally {
  await cleanUps.run();
}

async function measure(url: string, database: Client): Promise<void> {
  const before = terminalRemains(dataDir);
  const learner = await withSession(url, database);
  const page = await TerminalPage.open(url, learner.cookie, learner.sessionId);
  const alone = await echoes(page, keys.alone);
  page.drop();
  const reloadMs: number[] = [];
  for (let n = 0; n < reloads; n++) {
    const began = performance.now();
    const again = await TerminalPage.open(url, learner.cookie, learner.sessionId);
    reloadMs.push(performance.now() - began);
    again.drop();
  }
  const left = await afterDisconnects(url, learner);
  await end(database);
  const many = await echoesAtOnce(url, database);
  await end(database);
  const orphans = left + (await untilAdded(before, endMs));
  const result = {
    echoMs: spread(alone),
    reloadMs: spread(reloadMs),
    fifty: { echoMs: spread(many) },
    orphans,
    atOnce,
    loadBefore,
  };
  await mkdir(join(dataDir, 'bench'), { recursive: true });
  await writeFile(join(dataDir, 'bench/terminals.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
  if (values.record) await writeFile(join(root, 'docs/results/terminals.md'), document(result));
}

/** Types letters, and measures how long each takes to appear. @returns milliseconds */
async function echoes(page: TerminalPage, count: number): Promise<number[]> {
  await page.type('PS1=; echo rea""dy\r', 'ready');
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const ms = await page.type('abcdefghijklmnopqrstuvwxyz'[n % 26]!);
    times.push(ms);
    // Ctrl U, so that the line never wraps.
    if (n % 26 === 25) await page.type('\u0015echo don""e\r', 'done');
    await delay(Math.max(0, msPerKey - ms));
  }
  return times;
}

async function echoesAtOnce(url: string, database: Client): Promise<number[]> {
  const learners: Learner[] = [];
  for (let n = 0; n < atOnce; n++) learners.push(await withSession(url, database));
  const pages = await Promise.all(
    learners.map(({ cookie, sessionId }) => TerminalPage.open(url, cookie, sessionId, 10 * 60_000)),
  );
  const times = await Promise.all(
    pages.map(async (page, n) => {
      await delay((n * msPerKey) / atOnce);
      return echoes(page, keys.each);
    }),
  );
  for (const page of pages) page.drop();
  return times.flat();
}

/**
 * Loses many connections. @returns how many processes, containers and folders there are afterwards beyond
 * those before
 */
async function afterDisconnects(url: string, { cookie, sessionId }: Learner): Promise<number> {
  const before = terminalRemains(dataDir);
  for (let n = 0; n < disconnects; n++) (await TerminalPage.open(url, cookie, sessionId)).drop();
  return untilAdded(before, settleMs);
}

async function end(database: Client): Promise<void> {
  await database.query(
    `UPDATE terminal_session SET state = 'ended', ended_at = now(), ended_because = 'closed' WHERE state <> 'ended'`,
  );
}

/** Waits until nothing is left beyond what was there before, for `timeoutMs` at most. @returns how much is */
async function untilAdded(before: TerminalRemains, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const added = countAdded(before, terminalRemains(dataDir));
    if (added === 0 || performance.now() > deadline) return added;
    await delay(1_000);
  }
}

interface Spread {
  p50: number;
  p95: number;
}

function spread(samples: readonly number[]): Spread {
  const rounded = (share: number) => Number(percentile(samples, share).toFixed(1));
  return { p50: rounded(0.5), p95: rounded(0.95) };
}

function document(result: {
  echoMs: Spread;
  reloadMs: Spread;
  fifty: { echoMs: Spread };
  orphans: number;
}): string {
  const row = (what: string, { p50, p95 }: Spread, goal: number) => `| ${what} | ${p50} | ${p95} | ${goal} |`;
  return `# Terminals

Made by \`npm run bench:terminals -- --record\`, on ${availableParallelism()} processors and ${Math.round(totalmem() / 2 ** 30)} GiB with a load of ${loadBefore.toFixed(1)} before. Site,
database, runner, sandboxes and the pages all run on this machine. Pages are connections without a browser: a key counts until its
letter has arrived, and a reload from the new connection until the screen has arrived, so that drawing and loading the page come
on top of it. Times are in milliseconds.

| what | median | 95th percentile | goal for the latter |
| --- | ---: | ---: | ---: |
${row(`a key appears, one terminal (${keys.alone} keys)`, result.echoMs, 50)}
${row(`a page that connects again has its screen (${reloads} times)`, result.reloadMs, 1_000)}
${row(`a key appears, ${atOnce} terminals, each with ${1_000 / msPerKey} keys a second`, result.fifty.echoMs, 150)}

After ${disconnects} lost connections and the end of all sessions, ${result.orphans} processes, containers and
folders were left that had not been on the machine before.
`;
}
