/**
 * The whole product in the cluster, as the chart installs it, with images that this machine has built:
 * docs/contributors.md says how.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attemptsOf } from '@dfm/course/check/check-content';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSession } from '../../bench/measures/terminal-learner.ts';
import { TerminalPage } from '../../bench/measures/terminal-page.ts';
import { countGrades } from '../update/count-grades.ts';
import { Requests } from '../update/requests.ts';
import { ScriptedRunner } from '../update/scripted-runner.ts';
import { Visitor, submitUntil } from '../update/visitor.ts';
import { InstalledChart } from './installed-chart.ts';

const root = join(import.meta.dirname, '../..');
const exercise = 'first-image';
/** Before and after an update, so that each state serves requests. */
const aroundMs = 10_000;

const course = new InstalledChart();
beforeAll(() => course.open());
afterAll(() => course.close());

const statusOf = async (path: string) => (await fetch(`${course.url}${path}`)).status;

test('it is installed, and answers as a user who can change nothing', async () => {
  await course.deploy('install', { hasRunner: false });
  expect(await course.pods()).toHaveLength(3);
  await expect.poll(() => statusOf('/readyz')).toBe(200);
  const [site] = await course.pods('site');
  const shell = (script: string) => course.kubectl('exec', site!, '--', 'sh', '-c', script);
  expect((await shell('id -u')).trim()).toBe(String(course.user));
  await expect(shell('touch /app/x')).rejects.toThrow('Read-only file system');
});

test('during an update, a visitor repeats a request at most once, and no grade is lost', async () => {
  const before = await course.pods();
  const runner = await ScriptedRunner.start(root, course.url, 'runner');
  const requests = new Requests(course.url);
  const leaving = new AbortController();
  const visiting = submitUntil(leaving.signal, requests, { visitors: 4, exercise, thinkMs: 500 });
  await delay(aroundMs);
  await course.deploy('upgrade', { hasRunner: false, env: { RUN_QUEUE_MAX: '1001' } });
  await delay(aroundMs);
  leaving.abort();
  const answered = await visiting;
  await runner.stop();

  const after = await course.pods();
  expect(after).toHaveLength(3);
  expect(after.filter((name) => before.includes(name))).toEqual([]);
  const { submissions, ...bad } = await countGrades(course.database, answered);
  console.log(`${submissions} submissions, ${requests.made} requests:`, requests.repeated);
  expect(submissions).toBeGreaterThan(20);
  expect({ ...bad, failed: requests.failed }).toEqual({ lost: 0, twice: 0, wrong: 0, failed: [] });
});

test('a node that is drained keeps one replica until the other has been replaced', async () => {
  const [first, second] = await course.pods('site');
  await course.evict(first!);
  await expect(course.evict(second!)).rejects.toThrow('disruption budget');
  expect(await statusOf('/readyz')).toBe(200);
  await expect.poll(() => course.evict(second!).catch(String)).toContain('Success');
});

test('its runner grades a solution in a pod', async () => {
  await course.deploy('upgrade', { hasRunner: true });
  const [solution] = await attemptsOf(join(root, 'content'), exercise);
  const visitor = new Visitor(new Requests(course.url), exercise);
  const { data } = solution!.files.find(({ path }) => path === 'Dockerfile')!;
  const { score } = await visitor.submit(data);
  expect(score).toBe(100);
});

test('a terminal works next to two replicas: the Ingress leads to the process that all terminals share', async () => {
  const { cookie, sessionId } = await withSession(course.url, course.database);
  const page = await TerminalPage.open(course.url, cookie, sessionId, 300_000);
  const answer = page.type(`docker info --format 'an engine on {{.OSType}}'\r`, 'an engine on linux');
  await expect(answer).resolves.toBeGreaterThan(0);
  page.drop();
});
