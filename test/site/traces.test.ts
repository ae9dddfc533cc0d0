import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTraces } from '@dfm/tracing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as resultRoute } from '../../app/api/runner/runs/[id]/result/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { siteTraces } from '../../lib/telemetry/site-traces.ts';
import { eventSink, inPhase } from '../../sandbox-runner/src/runs/event-sink.ts';
import { RunTracer } from '../../sandbox-runner/src/telemetry/run-tracer.ts';
import { RUNNER_TOKEN, type Site, call, claimed, newLearner, openSite, runner, verdict } from './site.ts';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number };
  service: string;
}

/** Spans received by the collector, as OTLP/HTTP in JSON. */
const collected: Span[] = [];
let collector: Server;
let site: Site;

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as {
      resourceSpans: {
        resource: { attributes: { key: string; value: { stringValue: string } }[] };
        scopeSpans: { spans: Span[] }[];
      }[];
    };
    for (const { resource, scopeSpans } of body.resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')!.value.stringValue;
      collected.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  site = await openSite({ OTEL_EXPORTER_OTLP_ENDPOINT });
  await noteRunner(runner());
});
afterAll(async () => {
  await (await siteTraces())?.close();
  await site.close();
  collector.close();
});

test('the spans of a run, from the submission to the verdict, form one tree', async () => {
  const learner = await newLearner();
  const { runId } = (await (
    await call(submitRoute, {
      cookie: learner.cookie,
      body: { exercise: 'cache-order', files: { Dockerfile: 'FROM scratch\n' } },
    })
  ).json()) as { runId: string };
  const work = await claimed();
  const traces = (await openTraces('dfm-runner', process.env.OTEL_EXPORTER_OTLP_ENDPOINT))!;
  const meter = new RunTracer(traces, 'runner-1').run(work);
  const emit = eventSink(meter.event);
  await inPhase(
    emit,
    'static',
    () => undefined,
    () => ({ kind: 'done' }),
  );
  // In parallel, like the phases image and run.
  await Promise.all([
    inPhase(
      emit,
      'image',
      () => undefined,
      async () => ({ kind: 'done' }),
    ),
    inPhase(
      emit,
      'run',
      () => undefined,
      async () => ({ kind: 'ended' }),
    ),
  ]);
  const result = verdict('cache-order', { passed: false });
  await call(resultRoute, { token: RUNNER_TOKEN, id: runId, body: { fence: work.fence, result } });
  meter.ended(result);
  await traces.close();
  await (await siteTraces())!.flush();

  const spans = collected.filter(({ traceId }) => traceId === runId.replaceAll('-', ''));
  const nameOf = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  const tree = spans.map(
    ({ service, name, parentSpanId }) =>
      `${service}: ${name} in ${parentSpanId === undefined || parentSpanId === '' ? 'nothing' : (nameOf.get(parentSpanId) ?? 'an unknown span')}`,
  );
  expect(tree.sort()).toEqual(
    [
      'dfm-runner: attempt in run',
      'dfm-runner: image in attempt',
      'dfm-runner: run in attempt',
      'dfm-runner: static in attempt',
      'dfm-site: queued in run',
      'dfm-site: run in nothing',
      'dfm-site: store verdict in run',
      'dfm-site: submit in run',
    ].sort(),
  );
  expect(spans.filter(({ status }) => status.code === 2).map(({ name, service }) => [service, name])).toEqual(
    [['dfm-runner', 'run']],
  );
  expect(
    spans.every(
      ({ startTimeUnixNano, endTimeUnixNano }) => BigInt(startTimeUnixNano) <= BigInt(endTimeUnixNano),
    ),
  ).toBe(true);
});

test('a cancelled run has a root span', async () => {
  const learner = await newLearner();
  const { runId } = (await (
    await call(submitRoute, {
      cookie: learner.cookie,
      body: { exercise: 'cache-order', files: { Dockerfile: 'FROM scratch\n' } },
    })
  ).json()) as { runId: string };
  await cancel(learner.id, runId);
  await (await siteTraces())!.flush();
  await expect
    .poll(() =>
      collected
        .filter(({ traceId }) => traceId === runId.replaceAll('-', ''))
        .map(({ name }) => name)
        .sort(),
    )
    .toEqual(['run', 'submit']);
});

test('without an endpoint, there are no traces', async () => {
  expect(await openTraces('dfm-runner', undefined)).toBeUndefined();
});
