import { setTimeout as delay } from 'node:timers/promises';
import { type LabCondition, labSchema, type Lab } from '@dfm/contracts/lab';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlayedLab } from './played-lab.ts';
import { FakeLabSandbox } from './testing/fake-lab-sandbox.ts';

/** A lab with a step that asks for an object with this name. */
const labWith = (kind: LabCondition['kind']): Lab =>
  labSchema.parse({
    version: 1,
    slug: 'trial',
    title: 'Trial',
    summary: 'Trial',
    minutes: 5,
    steps: [
      {
        id: 'make',
        title: 'Make it',
        done: [{ kind, says: 'It is there.' }],
        hints: ['Make it.'],
        reference: 'make it',
        wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, commands: 'true' })),
      },
    ],
  });

let fake: FakeLabSandbox;
let played: PlayedLab | undefined;
beforeEach(async () => void (fake = await FakeLabSandbox.start()));
afterEach(async () => {
  await played?.close();
  await fake[Symbol.asyncDispose]();
});

async function playing(kind: LabCondition['kind']): Promise<PlayedLab> {
  played = await PlayedLab.open(labWith(kind), fake.sandbox, new AbortController().signal);
  await expect.poll(() => played!.progress.ticks).toEqual([false]);
  await expect.poll(() => fake.followers).toBe(1);
  return played;
}

test('a change without an event is no progress until there is an event, and a look finds it', async () => {
  const lab = await playing('volume');
  fake.has.volume.push({ Name: 'data', CreatedAt: 'now' });
  await delay(1_000);
  expect(lab.progress.done).toBe(0);
  expect((await lab.look()).done).toBe(1);
  fake.report('network', 'create');
  await expect.poll(() => lab.progress.done).toBe(1);
});

test('an image is seen without an event, as in a session', async () => {
  const lab = await playing('image');
  fake.has.image.push({ Id: 'i', RepoTags: ['app:1'] });
  await expect.poll(() => lab.progress.done).toBe(1);
});

test('an engine that stops reporting is an error', async () => {
  const lab = await playing('volume');
  fake.disconnect();
  await expect
    .poll(() => {
      try {
        return lab.progress.done;
      } catch (error) {
        return String(error);
      }
    })
    .toMatch(/^Error: /);
});
