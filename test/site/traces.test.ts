import { openTraces } from '@dfm/tracing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { POST as resultRoute } from '../../app/api/runner/runs/[id]/result/route.ts';
import { GET as eventsRoute } from '../../app/api/runs/[id]/events/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { siteTraces } from '../../lib/telemetry/site-traces.ts';
import { eventSink, inPhase } from '../../sandbox-runner/src/runs/event-sink.ts';
import { RunTracer } from '../../sandbox-runner/src/telemetry/run-tracer.ts';
import {
  RUNNER_TOKEN,
  type Site,
  type Visitor,
  call,
  claimed,
  newLearner,
  openSite,
  runner,
  verdict,
} from './site.ts';
import { type TraceCollector, openTraceCollector, spansOf, treeOf } from './trace-collector.ts';

/**
 * Far longer than a run takes in these tests, even on a busy machine. The batches of the SDK allow no longer
 * one.
 */
const EXPORT_TIMEOUT_MS = 30_000;

let collector: TraceCollector;
let site: Site;

beforeAll(async () => {
  collector = await openTraceCollector();
  site = await openSite({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: String(EXPORT_TIMEOUT_MS),
  });
  await noteRunner(runner());
});
beforeEach(() => {
  collector.mode = 'taking';
});
afterAll(async () => {
  await (await siteTraces())?.close();
  await site.close();
  await collector.close();
});

const text = 'written by the learner';

/** Submits as the page does. */
async function submitted(learner: Visitor, more: object = {}): Promise<string> {
  const files = { Dockerfile: `FROM scratch\nLABEL about="${text}"\n` };
  const body = { exercise: 'cache-order', files, ...more };
  const response = await call(submitRoute, { cookie: learner.cookie, body });
  return ((await response.json()) as { runId: string }).runId;
}

/** Takes the queued run through all phases with the runner's own tracer, and stores its verdict. */
async function graded(runId: string): Promise<void> {
  const work = await claimed();
  const traces = (await openTraces('dfm-runner', process.env.OTEL_EXPORTER_OTLP_ENDPOINT, () => {}))!;
  const meter = new RunTracer(traces, 'runner-1').run(work);
  const emit = eventSink(meter.event);
  const phase = (name: Parameters<typeof inPhase>[1], kind: 'done' | 'ended', before = () => {}) =>
    inPhase(
      emit,
      name,
      () => undefined,
      async () => (before(), { kind }),
    );
  const step = (build: string) =>
    emit({ type: 'step', build, key: '1', stage: text, name: text, state: 'ran' });
  await phase('static', 'done');
  await phase('sandbox', 'done');
  await phase('cold-build', 'done', () => step('cold'));
  await phase('replay', 'done', () => {
    step('edit-code');
    step('no-change');
  });
  // In parallel, like in a run.
  await Promise.all([phase('image', 'done'), phase('run', 'ended')]);
  meter.graded();
  const result = verdict('cache-order', { passed: false, headline: text });
  await call(resultRoute, { token: RUNNER_TOKEN, id: runId, body: { fence: work.fence, result } });
  meter.ended(result);
  await traces.close();
}

test('the spans of a run, from the click to the page that gets the verdict, form one tree', async () => {
  const learner = await newLearner();
  await site.query(`UPDATE "user" SET name = $2, email = $3 WHERE id = $1`, [
    learner.id,
    'Ada Learner',
    'ada@school.example',
  ]);
  const clickedAtMs = Date.now() - 500;
  const runId = await submitted(learner, { clickedAtMs });
  const page = await eventsRoute(
    new Request(`http://site.test/api/runs/${runId}/events`, { headers: { cookie: learner.cookie } }),
    { params: Promise.resolve({ id: runId }) },
  );
  const followed = page.text();
  await graded(runId);
  expect(await followed).toContain('"type":"result"');
  await expect
    .poll(async () => {
      await (await siteTraces())!.flush();
      return treeOf(collector, runId);
    })
    .toEqual(
      [
        'dfm-site: click in run',
        'dfm-site: submit in run',
        'dfm-site: queued in run',
        'dfm-site: claim in run',
        'dfm-runner: attempt in run',
        'dfm-runner: static in attempt',
        'dfm-runner: sandbox in attempt',
        'dfm-runner: cold-build in attempt',
        'dfm-runner: replay in attempt',
        'dfm-runner: rebuild in replay',
        'dfm-runner: rebuild in replay',
        'dfm-runner: image in attempt',
        'dfm-runner: run in attempt',
        'dfm-runner: clean up in attempt',
        'dfm-runner: report in attempt',
        'dfm-site: store verdict in run',
        'dfm-site: send verdict in run',
        'dfm-site: run in nothing',
      ].sort(),
    );

  const spans = spansOf(collector.spans, runId);
  expect(spans.filter(({ status }) => status.code === 2).map(({ name, service }) => [service, name])).toEqual(
    [['dfm-runner', 'run']],
  );
  for (const { startTimeUnixNano, endTimeUnixNano } of spans)
    expect(BigInt(startTimeUnixNano)).toBeLessThanOrEqual(BigInt(endTimeUnixNano));
  expect(BigInt(spans.find(({ name }) => name === 'click')!.startTimeUnixNano) / 1_000_000n).toBe(
    BigInt(clickedAtMs),
  );
  expect([...new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)))].sort()).toEqual([
    'dfm.exercise',
    'dfm.fence',
    'dfm.kind',
    'dfm.outcome',
    'dfm.run.id',
    'dfm.runner',
    'dfm.scenario',
  ]);
  for (const secret of [text, learner.id, 'Ada', 'school.example', learner.cookie, RUNNER_TOKEN])
    expect(collector.bodies.join('\n')).not.toContain(secret);
});

test.each([
  ['in the future', 60_000],
  ['too long ago', -61_000],
])('a click %s, by a wrong clock, is not traced', async (_name, differenceMs) => {
  const learner = await newLearner();
  const runId = await submitted(learner, { clickedAtMs: Date.now() + differenceMs });
  await cancel(learner.id, runId);
  await expect
    .poll(async () => {
      await (await siteTraces())!.flush();
      return treeOf(collector, runId);
    })
    .toEqual(['dfm-site: run in nothing', 'dfm-site: submit in run']);
});

test.each(['silent', 'refusing'] as const)(
  'a %s collector does not delay a run or its verdict',
  async (mode) => {
    collector.mode = mode;
    const learner = await newLearner();
    const began = performance.now();
    const runId = await submitted(learner);
    const work = await claimed();
    const meter = new RunTracer((await siteTraces())!, 'runner-1').run(work);
    const result = verdict('cache-order', { passed: false });
    await call(resultRoute, { token: RUNNER_TOKEN, id: runId, body: { fence: work.fence, result } });
    meter.ended(result);
    expect(performance.now() - began).toBeLessThan(EXPORT_TIMEOUT_MS);
    expect(await site.query('SELECT state FROM run WHERE id = $1', [runId])).toEqual([{ state: 'done' }]);
  },
);

test('without an endpoint, there are no traces', async () => {
  expect(await openTraces('dfm-runner', undefined, () => {})).toBeUndefined();
});
