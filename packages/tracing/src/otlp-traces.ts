import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ChosenIds } from './chosen-ids.ts';
import { traceOfRun } from './run-trace.ts';
import type { Traces } from './traces.ts';
import { WatchedExporter } from './watched-exporter.ts';

/**
 * Sends spans with OTLP over HTTP, in batches and in the background. The exporter itself reads the
 * OTEL_EXPORTER_OTLP_… variables.
 */
export function otlpTraces(service: string, onRefused: (error: Error) => void): Traces {
  const ids = new ChosenIds();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new WatchedExporter(new OTLPTraceExporter(), onRefused) }),
    ],
  });
  const tracer = provider.getTracer('dfm');
  return {
    report({ runId, name, startMs, endMs = Date.now(), parent = 'root', attributes = {}, failed = false }) {
      const { traceId, rootId } = traceOfRun(runId);
      const options = { startTime: startMs, attributes: { 'dfm.run.id': runId, ...attributes } };
      const parentId = parent === 'root' ? rootId : parent;
      const span =
        parent === 'none'
          ? ids.withIds({ traceId, spanId: rootId }, () => tracer.startSpan(name, { ...options, root: true }))
          : tracer.startSpan(
              name,
              options,
              trace.setSpanContext(ROOT_CONTEXT, {
                traceId,
                spanId: parentId,
                traceFlags: TraceFlags.SAMPLED,
                isRemote: true,
              }),
            );
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(Math.max(startMs, endMs));
      return span.spanContext().spanId;
    },
    flush: () => provider.forceFlush(),
    close: () => provider.shutdown(),
  };
}
