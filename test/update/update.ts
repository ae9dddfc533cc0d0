/**
 * `npm run test:update [-- <commit>] [--record]`: updates a site from the version of a commit to the current
 * one while visitors use it, in the order of docs/operators/updates.md. The default is the commit before the
 * newest migration. Exits with 1 if a grade is lost or stored twice, if a request fails twice, or if a form
 * that was opened before is not accepted afterwards, unless the earlier version is from before November 27,
 * 2026 (docs/decisions/0106-give-forms-addresses-that-outlive-a-build.md). `--record` writes
 * docs/results/update.md. Needs no Docker Engine. Installs and builds the earlier version in
 * `<DATA_DIR>/update`, which takes minutes the first time.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { formatDuration } from '@dfm/contracts/quantity';
import { Client } from 'pg';
import { CleanUps } from '../../launcher/clean-ups.ts';
import { startDatabase } from '../../launcher/database.ts';
import { firstFreePort } from '../../launcher/free-port.ts';
import { onStopRequest } from '../../launcher/stop-request.ts';
import { RUNNER_TOKEN, roomForTests } from '../site/site.ts';
import { countGrades } from './count-grades.ts';
import { DrainingProxy } from './draining-proxy.ts';
import { InstalledVersion, installCommit, type SiteProcess } from './installed-version.ts';
import { OpenedForm } from './opened-form.ts';
import { Requests } from './requests.ts';
import { ScriptedRunner } from './scripted-runner.ts';
import { submitUntil } from './visitor.ts';

const root = join(import.meta.dirname, '../..');
const exercise = 'first-image';
const visitors = 8;
const thinkMs = 500;
/** Between the steps, so that each state serves requests. */
const stepMs = 10_000;
const drainMs = 60_000;
const siteProcesses = 2;
const forms = 10;
const formEmail = 'opened-before';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
});
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const newest = git('log', '-1', '--diff-filter=A', '--format=%H', '--', 'prisma/migrations');
const commit = git('rev-parse', `${positionals[0] ?? `${newest}^`}^{commit}`);
const dataDir = process.env.DATA_DIR ?? join(root, '.data');

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
await mkdir(join(dataDir, 'update'), { recursive: true });
const stateDir = await mkdtemp(join(dataDir, 'update', 'state-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
let isGood = false;
try {
  isGood = await update();
} finally {
  await cleanUps.run();
}
process.exit(isGood ? 0 : 1);

async function update(): Promise<boolean> {
  const earlier = await installCommit(root, commit, join(dataDir, 'update', commit));
  const current = new InstalledVersion(root);
  for (const version of [earlier, current]) await version.build();

  const database = await startDatabase(stateDir, { external: undefined });
  await cleanUps.add(database.stop);
  await earlier.migrate(database.url);
  const proxy = new DrainingProxy();
  const url = await proxy.open();
  await cleanUps.add(() => proxy.close());
  const environment = {
    SITE_URL: url,
    DATABASE_URL: database.url,
    RUNNER_TOKEN,
    AUTH_SECRET: 'auth-secret-of-the-update-0123456789',
    CONTENT_STORE: join(stateDir, 'content-store'),
    LOG_LEVEL: 'warn',
    ...roomForTests,
  };
  const startSite = async (version: InstalledVersion): Promise<SiteProcess> => {
    const port = await firstFreePort(3900);
    const content = join(version.folder, 'content');
    const log = join(dataDir, 'update', `site-${port}.log`);
    const site = await version.startSite(port, { ...environment, CONTENT_DIR: content }, log);
    await cleanUps.add(async () => void (await site.stop()));
    proxy.add(port);
    return site;
  };
  const sites: SiteProcess[] = [];
  for (let n = 0; n < siteProcesses; n++) sites.push(await startSite(earlier));
  const runner = await ScriptedRunner.start(earlier.folder, url, 'earlier');
  const opened = await Promise.all(Array.from({ length: forms }, () => OpenedForm.open(url)));

  const requests = new Requests(url);
  const leaving = new AbortController();
  const visiting = submitUntil(leaving.signal, requests, { visitors, exercise, thinkMs });

  const steps: string[] = [];
  const step = async (name: string, work: () => Promise<unknown>) => {
    await delay(stepMs);
    const before = { at: performance.now(), made: requests.made, repeated: requests.repeated.length };
    await work();
    const took = formatDuration(performance.now() - before.at);
    steps.push(
      `| ${name} | ${took} | ${requests.made - before.made} | ${requests.repeated.length - before.repeated} |`,
    );
    console.log(steps.at(-1));
  };
  await step('apply the new migrations', () => current.migrate(database.url));
  for (const [n, old] of sites.entries())
    await step(`replace site process ${n + 1} of ${siteProcesses}`, async () => {
      await startSite(current);
      await proxy.drain(old.port, drainMs);
      if ((await old.stop()) !== 0) throw new Error('the old site did not stop gracefully');
    });
  for (const [n, form] of opened.entries()) await form.send(`${formEmail}-${n}@school.example`);
  let updated: ScriptedRunner | undefined;
  await step('replace the runner', async () => {
    updated = await ScriptedRunner.start(current.folder, url, 'current');
    await runner.stop();
  });
  await delay(stepMs);
  leaving.abort();
  const answered = await visiting;
  await updated!.stop();

  const client = new Client({ connectionString: database.url });
  await client.connect();
  await cleanUps.add(() => client.end());
  const grades = await countGrades(client, answered);
  const accepted = await accountsIn(client);
  const repeatedCalls = [...runner.repeated, ...updated!.repeated];
  for (const line of [...requests.repeated, ...requests.failed, ...repeatedCalls]) console.log(line);
  const figures = {
    'submissions that were accepted': grades.submissions,
    'verdicts that visitors saw': answered.length,
    'grades lost': grades.lost,
    'grades stored twice': grades.twice,
    'grades of a different run': grades.wrong,
    'requests of visitors': requests.made,
    'requests that were repeated once': requests.repeated.length,
    'requests that failed again': requests.failed.length,
    'calls of runners that were repeated': repeatedCalls.length,
    'forms opened before and sent afterwards': forms,
    'of these, accepted': accepted,
  };
  const table = Object.entries(figures).map(([name, number]) => `| ${name} | ${number} |`);
  console.log(table.join('\n'));
  if (values.record) await writeFile(join(root, 'docs/results/update.md'), page(steps, table));
  return (
    grades.lost + grades.twice + grades.wrong + requests.failed.length === 0 &&
    answered.length > 0 &&
    (accepted === forms || !earlierFormsLast())
  );
}

/** Number of accounts that the opened forms have created. */
async function accountsIn(client: Client): Promise<number> {
  const { rows } = await client.query<{ accounts: number }>(
    `SELECT count(*)::int AS accounts FROM "user" WHERE email LIKE '${formEmail}-%'`,
  );
  return rows[0]!.accounts;
}

/** Whether the earlier version gives its forms addresses that a later one accepts. */
function earlierFormsLast(): boolean {
  return git('show', `${commit}:launcher/site-build.ts`).includes('NEXT_SERVER_ACTIONS_ENCRYPTION_KEY');
}

function page(steps: readonly string[], table: readonly string[]): string {
  const added = git('diff', '--name-only', '--diff-filter=A', commit, '--', 'prisma/migrations').split('\n');
  return `# An update under load

Made by \`npm run test:update -- ${commit.slice(0, 8)} --record\` on ${availableParallelism()} processors with a load of ${loadavg()[0]!.toFixed(1)}: ${visitors} visitors open an
exercise, submit, follow the run to its verdict, and submit again ${formatDuration(thinkMs)} later. ${siteProcesses} site processes are behind a
proxy. Meanwhile, they are updated from commit ${commit.slice(0, 8)} to the current version (additional migrations: ${added.filter((line) => line.endsWith('.sql')).length}),
with ${formatDuration(stepMs)} between the steps. Runs are graded by a program that claims them with the client of each version's
runner and builds nothing.

| step | time | requests meanwhile | of these, repeated |
|---|---|---|---|
${steps.join('\n')}

| what | number |
|---|---|
${table.join('\n')}

A request that gets no answer or a server error is repeated once after a second, as is a stream of events that
breaks off. The score of each run follows from its ID, so a verdict that was stored for a different run is
detected. The forms are sent without scripts, by browsers that opened them before the update and send them when
all site processes are replaced.${earlierFormsLast() ? '' : '\n\nVersions from before November 27, 2026 gave their forms addresses that only the same build accepts\n([decision 106](../decisions/0106-give-forms-addresses-that-outlive-a-build.md)).'}
`;
}
