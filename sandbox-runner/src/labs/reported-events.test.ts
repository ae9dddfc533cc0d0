import { setTimeout as delay } from 'node:timers/promises';
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

test('what is reported too fast waits, so that reading it takes little', async () => {
  const seen: string[] = [];
  void (async () => {
    for await (const { action } of engineEvents(fake.sandbox.engine, stop.signal)) seen.push(action);
  })();
  await expect.poll(() => fake.followers).toBe(1);
  const began = performance.now();
  for (let n = 0; n < 30_000; n++) fake.report('volume', 'create');
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(1_000);
  await delay(1_000);
  expect(seen.length).toBeLessThanOrEqual(1_001 + ((performance.now() - began) / 1_000) * 200);
});

test('an event that is too long ends it', async () => {
  const first = engineEvents(fake.sandbox.engine, stop.signal).next();
  await expect.poll(() => fake.followers).toBe(1);
  fake.report('volume', 'x'.repeat(200_000));
  await expect(first).rejects.toMatchObject({ code: 'engine-lost' });
});
