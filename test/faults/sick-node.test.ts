import { cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Visitor, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import type { RunnerProcess } from './runner-process.ts';
import { until } from './until.ts';

let bed: FaultBed;
let learner: Visitor;

beforeAll(async () => {
  bed = new FaultBed(await openFaultSite());
  await bed.prepare();
  learner = await newLearner();
});
afterAll(() => bed.close());
afterEach(() => bed.site.query('DELETE FROM runner'));

/** The node's health as stored by the site. */
async function health(): Promise<{ ok: boolean; reasons: string[] } | undefined> {
  const [row] = await bed.site.query<{ health: { ok: boolean; reasons: string[] } }>(
    `SELECT info->'health' AS health FROM runner WHERE name = 'node'`,
  );
  return row?.health;
}
const untilHealth = (ok: boolean) =>
  until(
    `the site to know that the node is ${ok ? 'healthy' : 'unhealthy'}`,
    async () => ((await health())?.ok === ok ? true : undefined),
    { state: async () => JSON.stringify(await health()) },
  );

/**
 * A node that becomes unhealthy while it waits for work takes no run, reports the reason once, and takes the
 * queued run when it is healthy again.
 *
 * @param reason the expected reason on the site
 */
async function failAndRecover(
  node: RunnerProcess,
  what: string,
  reason: string,
  strike: () => Promise<void>,
  fix: () => Promise<void>,
): Promise<{ grades: number; leaks: number; seconds: number }> {
  await untilHealth(true);
  const reports = () => node.lines.filter((line) => line.includes('takes no runs')).length;
  const before = reports();
  await strike();
  const struckAt = performance.now();
  // The open claim may still get the run, which is then left to another attempt.
  const runId = await bed.submit(learner);
  await untilHealth(false);
  expect((await health())?.reasons).toEqual([expect.stringContaining(reason)]);
  await expect
    .poll(async () => (await bed.site.query(`SELECT state FROM run WHERE id = $1`, [runId]))[0])
    .toEqual({ state: 'queued' });
  await fix();
  const { status } = await bed.verdict(learner, runId);
  expect([what, status, reports() - before]).toEqual([what, 'graded', 1]);
  return {
    grades: (await bed.record(runId)).grades,
    leaks: await bed.leaks([node]),
    seconds: (performance.now() - struckAt) / 1_000,
  };
}

test('the shelf disappears and comes back', async (context) => {
  // A separate shelf, with links to the real folders except `www`.
  const shelf = await mkdtemp(join(tmpdir(), 'dfm-shelf-'));
  for (const name of ['images', 'images.json', 'done'])
    await symlink(join(bed.env.SHELF_DIR, name), join(shelf, name));
  await cp(join(bed.env.SHELF_DIR, 'www/simple'), join(shelf, 'www/simple'), { recursive: true });
  const node = bed.runner('node', { SHELF_DIR: shelf });
  try {
    await node.waitForLog('runner ready');
    const away = join(shelf, 'www/away');
    const measured = await failAndRecover(
      node,
      'shelf',
      'The shelf cannot be served',
      () => rename(join(shelf, 'www/simple'), away),
      () => rename(away, join(shelf, 'www/simple')),
    );
    note(context, {
      case: 49,
      what: 'shelf gone, then back: the run waits',
      tries: 1,
      grades: measured.grades,
      leaks: measured.leaks,
      seconds: [measured.seconds],
    });
    expect(measured).toMatchObject({ grades: 1, leaks: 0 });
  } finally {
    await node.stop();
    await rm(shelf, { recursive: true });
  }
});

test('the disk that sandboxes start from disappears and comes back', async (context) => {
  const node = bed.runner('node');
  await node.waitForLog('runner ready');
  const template = await templatePath();
  const measured = await failAndRecover(
    node,
    'template',
    'The disk that sandboxes start from is gone',
    () => rename(template, `${template}.away`),
    () => rename(`${template}.away`, template),
  );
  await node.stop();
  note(context, {
    case: 49,
    what: 'disk of sandboxes gone, then back: the run waits',
    tries: 1,
    grades: measured.grades,
    leaks: measured.leaks,
    seconds: [measured.seconds],
  });
  expect(measured).toMatchObject({ grades: 1, leaks: 0 });
});

async function templatePath(): Promise<string> {
  const { templateOf } = await import('../../sandbox-runner/src/sandbox/docker/template.ts');
  return (await templateOf(bed.env)).path;
}

test.for([
  ['bytes', 'HOST_DISK_RESERVE_MB', 'MiB left'],
  ['files', 'HOST_INODES_RESERVE', 'files'],
])(
  'a disk with too little space for %s: a queued run goes to another node',
  async ([what, setting, reason], context) => {
    // More than any disk has.
    const node = bed.runner('node', { [setting!]: String(10 ** 12) });
    await node.waitForLog('takes no runs');
    await untilHealth(false);
    expect((await health())?.reasons).toEqual([expect.stringContaining(reason!)]);
    const other = bed.runner('other');
    await other.waitForLog('runner ready');
    await until(
      'another node',
      async () => (await bed.site.query(`SELECT 1 FROM runner WHERE name = 'other' AND well`))[0],
    );
    const started = performance.now();
    const runId = await bed.submit(learner);
    const { status } = await bed.verdict(learner, runId);
    const seconds = (performance.now() - started) / 1_000;
    const leaks = await bed.leaks([node, other]);
    await Promise.all([node.stop(), other.stop()]);
    const [{ by } = { by: '' }] = await bed.site.query<{ by: string }>(
      'SELECT claimed_by AS by FROM run WHERE id = $1',
      [runId],
    );
    const { grades } = await bed.record(runId);
    note(context, {
      case: 49,
      what: `node without room for ${what}: another takes the run`,
      tries: 1,
      grades,
      leaks,
      seconds: [seconds],
    });
    expect({ status, by, grades, leaks }).toEqual({ status: 'graded', by: 'other', grades: 1, leaks: 0 });
  },
);
