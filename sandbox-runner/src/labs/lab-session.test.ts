import { labSchema, type Lab } from '@dfm/contracts/lab';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabSession, type LabMessage } from './lab-session.ts';
import { FakeLabSandbox } from './testing/fake-lab-sandbox.ts';

const wrong = ['a', 'b', 'c'].map((id) => ({ id, title: id, commands: 'true' }));
const lab: Lab = labSchema.parse({
  version: 1,
  slug: 'trial',
  title: 'Trial',
  summary: 'Trial',
  minutes: 5,
  setup: 'mkdir app',
  steps: [
    {
      id: 'make',
      title: 'Make a volume',
      done: [{ kind: 'volume', says: 'There is a volume.', name: 'data' }],
      hints: ['Make it.'],
      reference: 'docker volume create data',
      wrong,
    },
    {
      id: 'start',
      title: 'Start a container',
      done: [{ kind: 'event', says: 'A container was started.', of: 'container', action: 'start' }],
      hints: ['Start it.'],
      reference: 'docker run web\ndocker ps',
      wrong,
    },
  ],
});

let fake: FakeLabSandbox;
let stop: AbortController;
let shown: LabMessage[];
let reported: number[];
let problems: unknown[];
/** Whether the site takes what is reported. */
let isReachable: boolean;

beforeEach(async () => {
  fake = await FakeLabSandbox.start();
  stop = new AbortController();
  shown = [];
  reported = [];
  problems = [];
  isReachable = true;
});
afterEach(async () => {
  stop.abort();
  await fake[Symbol.asyncDispose]();
});

function opened(done = 0): LabSession {
  return new LabSession({
    lab: { content: lab, done },
    sandbox: fake.sandbox,
    show: (message) => shown.push(message),
    report: async (count) => {
      if (!isReachable) throw new Error('the site does not answer');
      reported.push(count);
    },
    onProblem: (error) => problems.push(error),
    signal: stop.signal,
  });
}

/** Makes what the first step asks for, as a learner would. */
function makeVolume(): void {
  fake.has.volume.push({ Name: 'data', CreatedAt: 'now' });
  fake.report('volume', 'create');
}

test('prepares, then shows the open step, and each step that is done by a change of the engine', async () => {
  const session = opened();
  expect(session.message).toEqual({ type: 'lab', state: 'preparing', done: 0, ticks: [] });
  const following = session.follow();
  await expect.poll(() => shown).toEqual([{ type: 'lab', state: 'open', done: 0, ticks: [false] }]);
  expect(fake.commands).toEqual(['mkdir app']);
  await expect.poll(() => fake.followers).toBe(1);
  makeVolume();
  await expect.poll(() => session.message).toEqual({ type: 'lab', state: 'open', done: 1, ticks: [false] });
  fake.report('container', 'start');
  await expect.poll(() => session.message).toEqual({ type: 'lab', state: 'open', done: 2, ticks: [] });
  expect(reported).toEqual([1, 2]);
  stop.abort();
  await following;
});

test('continues at a later step after typing the references of the earlier ones', async () => {
  const session = opened(1);
  void session.follow();
  await expect.poll(() => session.message).toEqual({ type: 'lab', state: 'open', done: 1, ticks: [false] });
  expect(fake.commands).toEqual(['mkdir app', 'docker volume create data']);
  expect(reported).toEqual([]);
});

test('a set-up that fails is an error with its output', async () => {
  fake.setupEnd = { exitCode: 2, output: 'mkdir: cannot create' };
  const session = opened();
  const message = 'the set-up of the lab trial exits with 2: mkdir: cannot create';
  await expect(session.prepared).rejects.toThrow(message);
  await expect(session.follow()).rejects.toThrow(message);
  expect(session.message.state).toBe('preparing');
});

test('a step is shown as done only when the site has taken it, which is tried again', async () => {
  isReachable = false;
  const session = opened();
  void session.follow();
  await expect.poll(() => fake.followers).toBe(1);
  makeVolume();
  await expect.poll(() => problems.length).toBeGreaterThan(0);
  expect(session.message.done).toBe(0);
  isReachable = true;
  await expect.poll(() => session.message.done).toBe(1);
  expect(reported).toEqual([1]);
});

test('an engine that does not answer is asked again', async () => {
  const session = opened();
  void session.follow();
  await expect.poll(() => shown.length).toBe(1);
  await expect.poll(() => fake.followers).toBe(1);
  fake.answers = false;
  makeVolume();
  await expect.poll(() => problems.length).toBeGreaterThan(0);
  fake.answers = true;
  await expect.poll(() => session.message.done).toBe(1);
});

test('what changes while nothing is reported counts once the engine is followed again', async () => {
  const session = opened();
  void session.follow();
  await expect.poll(() => shown.length).toBe(1);
  await expect.poll(() => fake.followers).toBe(1);
  fake.disconnect();
  await expect.poll(() => fake.followers).toBe(0);
  fake.has.volume.push({ Name: 'data', CreatedAt: 'now' });
  await expect.poll(() => session.message.done).toBe(1);
});
