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

/** Two steps that rest on one another and are like none before. */
async function buildOnce(): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, 'FROM scratch AS made\nCOPY a /a\nCOPY b /b\n');
  context.entry({ name: 'a' }, randomUUID());
  context.entry({ name: 'b' }, randomUUID());
  context.finalize();
  const reference = `dfm-test-records:${randomUUID()}`;
  references.push(reference);
  await buildStage(engine, context.pipe(new PassThrough()), { target: 'made', reference, buildArgs: {} });
}

test('what builds left goes, with what rests on it; what was there before stays', async () => {
  await buildOnce();
  const before = await buildRecords(engine);
  expect(before.size).toBeGreaterThan(0);
  await buildOnce();
  const made = [...(await buildRecords(engine))].filter((id) => !before.has(id));
  expect(made.length).toBeGreaterThan(1);
  await removeBuildRecordsBeside(engine, before);
  const after = await buildRecords(engine);
  expect(made.filter((id) => after.has(id))).toEqual([]);
  expect([...before].filter((id) => !after.has(id))).toEqual([]);
});
