import type { Traces } from './traces.ts';

export type { FinishedSpan, Traces } from './traces.ts';

/**
 * Traces of runs with OpenTelemetry, sent to OTEL_EXPORTER_OTLP_ENDPOINT. Without that variable,
 * OpenTelemetry is not even loaded.
 *
 * @param service `service.name` of every span
 * @param onRefused called when the collector stops accepting spans
 */
export async function openTraces(
  service: string,
  endpoint: string | undefined,
  onRefused: (error: Error) => void,
): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined;
  const { otlpTraces } = await import('./otlp-traces.ts');
  return otlpTraces(service, onRefused);
}
