import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface CollectedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  /** `service.name` of its resource. */
  service: string;
}

interface ExportRequest {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { spans: Omit<CollectedSpan, 'service'>[] }[];
  }[];
}

export interface TraceCollector {
  endpoint: string;
  spans: CollectedSpan[];
  /** Everything that was received, as sent. */
  bodies: string[];
  /** `silent`: requests are never answered. `refusing`: they get the status 400. */
  mode: 'taking' | 'silent' | 'refusing';
  close(): Promise<void>;
}

/** Receives spans by OTLP over HTTP, as JSON. */
export async function openTraceCollector(): Promise<TraceCollector> {
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    if (collector.mode === 'silent') return;
    if (collector.mode === 'refusing') return void response.writeHead(400).end();
    collector.bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body) as ExportRequest).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')!.value.stringValue;
      collector.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  // A sender may give up in the middle of a request.
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const collector: TraceCollector = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    bodies: [],
    mode: 'taking',
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return collector;
}

/** `service: span in parent` for each span of a run's trace, sorted. */
export function treeOf({ spans }: TraceCollector, runId: string): string[] {
  const own = spansOf(spans, runId);
  const nameOf = new Map(own.map(({ spanId, name }) => [spanId, name]));
  const parentOf = ({ parentSpanId: parent }: CollectedSpan) =>
    parent === undefined || parent === '' ? 'nothing' : (nameOf.get(parent) ?? 'an unknown span');
  return own.map((span) => `${span.service}: ${span.name} in ${parentOf(span)}`).sort();
}

export function spansOf(spans: readonly CollectedSpan[], runId: string): CollectedSpan[] {
  return spans.filter(({ traceId }) => traceId === runId.replaceAll('-', ''));
}
