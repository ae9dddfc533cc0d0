import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineEvents } from '../engine/engine-events.ts';
import { FakeLabSandbox } from './testing/fake-lab-sandbox.ts';

let fake: FakeLabSandbox;
let stop: AbortController;
beforeEach(async () => {
  fake = await FakeLabSandbox.start();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await fake[Symbol.asyncDispose]();
});

test('passes on what the engine reports, except what reading files causes', async () => {
  const events = engineEvents(fake.sandbox.engine, stop.signal);
  const first = events.next();
  await expect.poll(() => fake.followers).toBe(1);
  fake.report('container', 'archive-path');
  fake.report('volume', 'mount');
  fake.report('volume', 'unmount');
  fake.report('volume', 'create');
  expect(await first).toEqual({
    done: false,
    value: { of: 'volume', action: 'create', attributes: { id: 'x' } },
  });
});
