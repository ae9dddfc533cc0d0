import { exerciseSchema, type ContextFile, type ResultDocument } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeRun } from '../src/runs/run.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

/** The digits of each number are recognizable in every sum. */
const size = {
  rewritten: 3_000_000,
  rewriting: 1_500_000,
  deleted: 2_000_000,
  inFolder: 700_000,
  copied: 1_100_000,
  linked: 400_000,
  pipCache: 90_000,
};
const lines = [
  'FROM debian:bookworm-slim',
  'WORKDIR /srv/app',
  `RUN head -c ${size.rewritten} /dev/urandom >rewritten && head -c ${size.deleted} /dev/urandom >deleted && head -c ${size.copied} /dev/urandom >copied`,
  `RUN mkdir -p folder/deep && head -c ${size.inFolder} /dev/urandom >folder/deep/file && head -c ${size.linked} /dev/urandom >one && ln one two && ln two three`,
  `RUN mkdir -p /root/.cache/pip/http-v2 && head -c ${size.pipCache} /dev/urandom >/root/.cache/pip/http-v2/wheel`,
  'COPY app.py .',
  `RUN head -c ${size.rewriting} /dev/urandom >rewritten`,
  'RUN rm deleted && rm three',
  'RUN chmod 700 copied',
  'RUN rm -r folder && mkdir folder',
  'CMD ["true"]',
];
const app = 'print("one")\n';
const added = '# two\n';

const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'planted',
  title: 'Planted',
  summary: 'An image whose every byte is known',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  scenarios: [
    { id: 'no-change', title: 'Nothing changes', edits: [], expects: 'all-cached' },
    {
      id: 'edit-app',
      title: 'A line is added',
      edits: [{ kind: 'append', path: 'app.py', text: added }],
      expects: 'deps-cached',
    },
  ],
  limits: { coldBuildSeconds: 120 },
  rubric: {
    passScore: 80,
    items: ['bytes-overwritten', 'bytes-deleted-late', 'metadata-copy', 'pip-cache-left'].map((check) => ({
      check,
      points: 25,
    })),
  },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});
const files = Object.entries({ Dockerfile: `${lines.join('\n')}\n`, 'app.py': app }).map(
  ([path, data]): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 }),
);

let fixture: PoolFixture;
let result: ResultDocument;

beforeAll(async () => {
  fixture = await openPool();
  const { pool, env } = fixture;
  result = await executeRun(
    { runId: 'planted', learnerKey: 'planted', exercise, files },
    {
      pool,
      limits: env,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onFault: (fault) => console.error(fault),
    },
  );
});
afterAll(() => fixture[Symbol.asyncDispose]());

test('the layers of a real build contain and waste the planted bytes, line by line', () => {
  expect(result.failure).toBeUndefined();
  const own = result.image!.layers.filter((layer) => !layer.fromBase);
  expect(own.map(({ line, bytes, wastedBytes }) => [line, bytes, wastedBytes])).toEqual([
    [2, 0, 0],
    [3, size.rewritten + size.deleted + size.copied, size.rewritten + size.deleted + size.copied],
    [4, size.inFolder + size.linked, size.inFolder],
    [5, size.pipCache, 0],
    [6, app.length, 0],
    [7, size.rewriting, 0],
    [8, 0, 0],
    [9, size.copied, 0],
    [10, 0, 0],
  ]);
  const wasted = size.rewritten + size.deleted + size.copied + size.inFolder;
  expect(result.image!.wastedBytes).toBe(wasted);
  expect(result.image!.totalBytes - result.image!.baseBytes).toBe(
    own.reduce((sum, layer) => sum + layer.bytes, 0),
  );
});

test.each([
  ['bytes-overwritten', 7, size.rewritten],
  ['bytes-deleted-late', 8, size.deleted + size.inFolder],
  ['metadata-copy', 9, size.copied],
  ['pip-cache-left', 5, size.pipCache],
])('%s measures the planted bytes', (id, line, bytes) => {
  expect(result.checks.find((check) => check.id === id)).toMatchObject({
    line,
    evidence: expect.arrayContaining([expect.objectContaining({ value: bytes, unit: 'bytes' })]),
  });
});

/** Expected size of a layer's tar: a header per entry, contents in blocks of 512 bytes, and an end marker. */
const tarOf = (bytes: number): unknown =>
  expect.toSatisfy(
    (actual: number) => actual >= bytes && actual <= bytes + 20_480,
    `a tar of ${bytes} bytes`,
  );

test('each replay runs only the expected steps, and they push the bytes that they create', () => {
  // Every build resolves FROM again, which BuildKit does not report as cached.
  const steps = result.replay.map(({ scenario, steps: all }) => [
    scenario,
    all.filter(({ line }) => line !== 1).map(({ line, cached, bytes }) => [line, cached, bytes]),
  ]);
  const cached = (...all: number[]) => all.map((line) => [line, true, 0]);
  expect(steps).toEqual([
    ['no-change', cached(2, 3, 4, 5, 6, 7, 8, 9, 10)],
    [
      'edit-app',
      [
        ...cached(2, 3, 4, 5),
        [6, false, tarOf(app.length + added.length)],
        [7, false, tarOf(size.rewriting)],
        [8, false, tarOf(0)],
        [9, false, tarOf(size.copied)],
        [10, false, tarOf(0)],
      ],
    ],
  ]);
});
