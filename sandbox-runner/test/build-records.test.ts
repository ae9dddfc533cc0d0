import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { readRunnerEnv } from '../src/config/env.ts';
import { buildRecords, removeBuildRecordsBeside } from '../src/engine/build-records.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { buildStage } from '../src/engine/host.ts';

const engine = connectEngine(readRunnerEnv().DOCKER_SOCKET);
const references: string[] = [];

afterAll(() =>
  Promise.all(references.map((reference) => engine.getImage(reference).remove({ force: true }))),
);

/** Builds two steps of which one depends on the other, with unique content. */
async function buildOnce(): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, 'FROM scratch AS created\nCOPY a /a\nCOPY b /b\n');
  context.entry({ name: 'a' }, randomUUID());
  context.entry({ name: 'b' }, randomUUID());
  context.finalize();
  const reference = `dfm-test-records:${randomUUID()}`;
  references.push(reference);
  await buildStage(engine, context.pipe(new PassThrough()), { target: 'created', reference, buildArgs: {} });
}

test('records of new builds are removed with their dependents; earlier records stay', async () => {
  await buildOnce();
  const before = await buildRecords(engine);
  expect(before.size).toBeGreaterThan(0);
  await buildOnce();
  const created = [...(await buildRecords(engine))].filter((id) => !before.has(id));
  expect(created.length).toBeGreaterThan(1);
  await removeBuildRecordsBeside(engine, before);
  const after = await buildRecords(engine);
  expect(created.filter((id) => after.has(id))).toEqual([]);
  expect([...before].filter((id) => !after.has(id))).toEqual([]);
});
